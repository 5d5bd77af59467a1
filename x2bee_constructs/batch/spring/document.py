"""The contract as an OpenAPI 3.1 document: `python -m x2bee_constructs.batch.spring.document` prints it."""

from __future__ import annotations

import json
import sys
from typing import Any

from pydantic.json_schema import models_json_schema

from x2bee_constructs.batch.spring.contract import BASE, Execution, Problem, StartRequest

__all__ = ["openapi"]

_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9_.-]+$"},
    "description": "One run. The same key never makes a second run, whatever happens between the requests.",
}


def openapi() -> dict[str, Any]:
    """The document, the same each time."""
    models = [(model, "serialization") for model in (Execution, Problem, StartRequest)]
    where = "#/components/schemas/{model}"
    _, schemas = models_json_schema(models, by_alias=True, ref_template=where)  # pyright: ignore[reportArgumentType]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "X2BEE batch service",
            "version": "1",
            "description": "How a scheduler starts, watches, stops and restarts jobs of a batch service. Who may call "
            "is decided by the mesh (the caller's certificate), so requests carry no credentials.",
        },
        "paths": {
            f"{BASE}/jobs/{{job}}/executions": {"post": _start()},
            f"{BASE}/executions/{{id}}": {"get": _get("One execution", "id")},
            f"{BASE}/executions/{{id}}/stop": {"post": _stop()},
            f"{BASE}/executions/{{id}}/restart": {"post": _restart()},
            f"{BASE}/runs/{{key}}": {"get": _get("The newest execution of a run", "key")},
        },
        "components": {"schemas": schemas["$defs"]},
    }


def _start() -> dict[str, Any]:
    return {
        "operationId": "start",
        "summary": "Start a run, or find it",
        "parameters": [_path("job"), _KEY],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("StartRequest")}}},
        "responses": {
            "202": _answer("A new run was started; `Location` has its execution"),
            "200": _answer("The key is known: the newest execution of that run, whatever its status"),
            "404": _problem("There is no such job"),
            "409": _problem("Another run of this job is under way, and the job allows only one"),
            "422": _problem("The parameters, or the key, are not what the job takes"),
            "503": _problem("Not now: `Retry-After` says when to ask again"),
        },
    }


def _get(summary: str, by: str) -> dict[str, Any]:
    return {
        "operationId": "execution" if by == "id" else "run",
        "summary": summary,
        "parameters": [_path(by)],
        "responses": {"200": _answer("How it stands"), "404": _problem("Not known")},
    }


def _stop() -> dict[str, Any]:
    return {
        "operationId": "stop",
        "summary": "Ask it to stop after the chunk it is in",
        "parameters": [_path("id")],
        "responses": {
            "202": _answer("It will stop"),
            "200": _answer("It has ended already"),
            "404": _problem("Not known"),
        },
    }


def _restart() -> dict[str, Any]:
    return {
        "operationId": "restart",
        "summary": "Go on where a failed or stopped execution was",
        "parameters": [_path("id")],
        "responses": {
            "202": _answer("A new execution of the same run, with another id"),
            "200": _answer("It was restarted already: the newest execution of the run"),
            "404": _problem("Not known"),
            "409": _problem("It has completed, or is under way: there is nothing to restart"),
        },
    }


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": _ref("Execution")}}}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/problem+json": {"schema": _ref("Problem")}}}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(openapi(), indent=2, ensure_ascii=False) + "\n")
