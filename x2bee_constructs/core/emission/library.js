// Beside cdk8s, in its own process: what would take a message for each object, or each key, with one (ADR 27).
const { ApiObject, Chart, JsonPatch } = require("cdk8s");

class Objects {
  /**
   * An ApiObject for each of `objects`, a JSON list. Their further keys are patches, which those of a user come after.
   */
  static make(scope, objects) {
    return JSON.parse(objects).map(({ id, ofTheCluster, keys, ...props }) => {
      const made = new ApiObject(scope, id, props);
      if (ofTheCluster && made.metadata.namespace) {
        made.addJsonPatch(JsonPatch.remove("/metadata/namespace")); // cdk8s gives every object its chart's
      }
      made.addJsonPatch(...Object.entries(keys).map(([path, value]) => JsonPatch.add(path, value)));
      return made;
    });
  }

  /** What an App holds now, as a JSON list: where each object is, and what it says of itself once patched. */
  static outline(app) {
    return JSON.stringify(app.node.findAll().filter(ApiObject.isApiObject).map(outlined));
  }
}

function outlined(object) {
  const { apiVersion, kind, metadata } = object.toJson();
  return {
    path: object.node.path,
    chart: Chart.of(object).node.path,
    file: `${object.kind}.${object.metadata.name}`.replace(/[^0-9a-zA-Z-_.]/g, ""), // as cdk8s names it
    group: apiVersion.includes("/") ? apiVersion.split("/")[0] : "",
    kind,
    namespace: metadata.namespace ?? "",
    name: metadata.name,
  };
}

exports.Objects = Objects;
