"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const $ = (selector) => document.querySelector(selector);
  const [stage, svg, panel, tabs, input, results, live] =
    [".stage", ".stage > svg", "aside", "nav", ".search input", "#results", ".live"].map($);
  const NS = "http://www.w3.org/2000/svg";
  const make = (tag, attributes = {}, parent = null, text = null) => {
    const made = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== null) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };
  const html = (tag, attributes = {}, parent = null, text = null) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== null) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };

  let view = data.views[0];
  let open = null; // the name of the box whose panel is open
  let at = { x: 0, y: 0, scale: 1 };
  let moved = false; // whether a person has moved or zoomed the picture
  let whole; // the group that moves and zooms
  const nodes = new Map(); // name → { group, box }

  // ---- drawing -------------------------------------------------------------------------------------------------
  function draw() {
    svg.replaceChildren();
    nodes.clear();
    const heads = make("defs", {}, svg);
    for (const kind of ["exposed", "call", "write", "read", "outside"]) {
      const size = { viewBox: "0 0 8 8", markerWidth: 8, markerHeight: 8, refX: 7.5, refY: 4 };
      const head = make("marker", { id: `head-${kind}`, ...size, orient: "auto-start-reverse", markerUnits: "userSpaceOnUse", class: kind }, heads);
      make("path", { d: "M0 0.5L8 4L0 7.5Z", fill: "currentColor" }, head);
    }
    whole = make("g", {}, svg);
    for (const { box: [x, y, width, height], label } of view.frames) {
      make("rect", { class: "frame", x, y, width, height, rx: 8 }, whole);
      make("text", { class: "label", x: x + 8, y: y + 15 }, whole, label);
    }
    for (const line of view.lines) {
      const group = make("g", { class: `edge ${line.kind}` }, whole);
      make("title", {}, group, line.edges.map((edge) => edge[2]).join("\n"));
      for (const { path } of line.pieces) make("path", { class: "halo", d: path }, group);
      for (const piece of line.pieces) {
        const head = piece.head ? { [`marker-${piece.head}`]: `url(#head-${line.kind})` } : {};
        piece.drawn = make("path", { class: "line", d: piece.path, ...head }, group);
      }
    }
    view.nodes.forEach(drawNode);
    svg.setAttribute("aria-label", `${words.picture}: ${words[view.id]}`);
    drawLegend();
    light();
  }

  function drawNode(node) {
    const [x, y, width, height] = node.box;
    const name = [node.name, ...node.details].join(", ");
    const group = make("g", { class: "node", tabindex: 0, role: "button", "aria-label": name, "aria-expanded": "false" }, whole);
    make("rect", { x, y, width, height, rx: ["database", "own-database", "redis"].includes(node.kind) ? 9 : 4 }, group);
    const texts = [...node.lines.map((text) => ["title", text]), ...node.details.map((text) => ["detail", text])];
    texts.forEach(([kind, text], row) =>
      make("text", { class: kind, x: x + width / 2, y: y + 17 + 14 * row, "text-anchor": "middle" }, group, text));
    group.addEventListener("click", () => { if (!dragged) show(node.name); });
    group.addEventListener("focus", () => reveal(node.name));
    group.addEventListener("keydown", (event) => onNodeKey(event, node.name));
    nodes.set(node.name, { group, box: node.box });
  }

  function drawLegend() {
    const legend = $(".legend");
    legend.replaceChildren();
    legend.hidden = ["logs", "traces", "identities"].includes(view.id);
    for (const kind of ["exposed", "call", "write", "read", "outside"].filter((name) => view.lines.some((line) => line.kind === name))) {
      const entry = html("span", { class: kind }, legend);
      const sample = make("svg", { viewBox: "0 0 30 8" }, entry);
      make("path", { class: "line", d: "M0 4H29" }, sample);
      html("span", { style: "color: var(--ink)" }, entry, words[kind]);
    }
  }

  // ---- moving and zooming ---------------------------------------------------------------------------------------
  const MOST = 4;
  const least = () => Math.min(1, stage.clientWidth / view.width, stage.clientHeight / view.height) * 0.8;
  function place() {
    whole.setAttribute("transform", `translate(${at.x} ${at.y}) scale(${at.scale})`);
  }
  function fit() {
    moved = false;
    const scale = Math.min((stage.clientWidth - 24) / view.width, (stage.clientHeight - 64) / view.height, 1.6);
    at = { scale, x: (stage.clientWidth - view.width * scale) / 2, y: Math.max(12, (stage.clientHeight - 40 - view.height * scale) / 2) };
    place();
  }
  function begin() {
    fit();
    if (at.scale < 0.5) { // a phone: letters that can be read, from the left
      const scale = 0.62;
      at = { scale, x: 8, y: Math.max(8, (stage.clientHeight - view.height * scale) / 2) };
      place();
    }
  }
  function zoom(factor, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
    moved = true;
    const scale = Math.min(MOST, Math.max(least(), at.scale * factor));
    at = { scale, x: x - (x - at.x) * (scale / at.scale), y: y - (y - at.y) * (scale / at.scale) };
    place();
  }
  function reveal(name) {
    const { box: [x, y, width, height] } = nodes.get(name);
    const covered = panel.hidden || getComputedStyle(panel).position !== "absolute" ? 0 : panel.offsetHeight;
    const room = { width: stage.clientWidth, height: stage.clientHeight - covered };
    const [left, top] = [at.x + x * at.scale, at.y + y * at.scale];
    const [right, bottom] = [left + width * at.scale, top + height * at.scale];
    if (left < 10 || right > room.width - 10) at.x += room.width / 2 - (left + right) / 2;
    if (top < 10 || bottom > room.height - 10) at.y += room.height / 2 - (top + bottom) / 2;
    place();
  }

  const pointers = new Map();
  let dragged = false;
  stage.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".zoom")) return;
    pointers.set(event.pointerId, event);
    dragged = false;
  });
  stage.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const others = [...pointers.values()].filter((other) => other.pointerId !== event.pointerId);
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    if (!dragged && Math.hypot(dx, dy) < 5) return;
    dragged = moved = true;
    stage.classList.add("moving");
    if (others.length) {
      const far = (one) => Math.hypot(one.clientX - others[0].clientX, one.clientY - others[0].clientY) || 1;
      const { left, top } = stage.getBoundingClientRect();
      zoom(far(event) / far(before), (event.clientX + others[0].clientX) / 2 - left, (event.clientY + others[0].clientY) / 2 - top);
    } else {
      at.x += dx;
      at.y += dy;
      place();
    }
    pointers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    stage.addEventListener(end, (event) => {
      pointers.delete(event.pointerId);
      stage.classList.remove("moving");
    });
  }
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { left, top } = stage.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 400), event.clientX - left, event.clientY - top);
  }, { passive: false });
  $(".zoom").addEventListener("click", (event) => {
    const what = event.target.dataset.zoom;
    if (what === "fit") fit();
    else if (what) zoom(what === "in" ? 1.3 : 1 / 1.3);
  });

  // ---- one box ----------------------------------------------------------------------------------------------------
  function light() {
    whole.classList.toggle("chosen", Boolean(open && nodes.has(open)));
    const beside = new Set([open]);
    for (const line of view.lines) {
      const inward = line.edges.some((edge) => edge[1] === open);
      const touches = inward || line.edges.some((edge) => edge[0] === open);
      for (const { of, drawn } of line.pieces) {
        const lit = inward || of.includes(open);
        drawn.classList.toggle("dim", !lit);
        drawn.classList.toggle("lit", lit);
      }
      if (touches) line.edges.filter(([from, to]) => from === open || to === open).forEach((edge) => edge.slice(0, 2).forEach((end) => beside.add(end)));
    }
    for (const [name, { group }] of nodes) {
      group.classList.toggle("dim", !beside.has(name));
      group.classList.toggle("open", name === open);
      group.setAttribute("aria-expanded", String(name === open));
    }
  }

  function section(title, parent) {
    html("h3", {}, parent, title);
  }
  function pairs(title, found) {
    if (!Object.keys(found).length) return;
    section(title, panel);
    const list = html("dl", {}, panel);
    for (const [name, value] of Object.entries(found)) {
      html("dt", {}, list, name);
      html("dd", {}, list, value);
    }
  }
  function lines(title, found) {
    if (!found.length) return;
    section(`${title} (${found.length})`, panel);
    const list = html("ul", {}, panel);
    for (const { other, sentence, id } of found) {
      const button = html("button", {}, html("li", {}, list), sentence);
      button.addEventListener("click", () => { choose(id); show(other); });
    }
  }
  function objects(title, found) {
    if (!found.length) return;
    section(`${title} (${found.length})`, panel);
    for (const { kind, name, file, text } of found) {
      const entry = html("details", {}, panel);
      const line = html("summary", {}, entry, `${kind} `);
      html("span", {}, line, name);
      entry.addEventListener("toggle", () => {
        if (entry.open && !entry.querySelector("pre")) html("pre", { tabindex: 0, "aria-label": file }, entry, `# ${file}\n${text}`);
      });
    }
  }

  function show(name) {
    open = name;
    panel.replaceChildren();
    panel.hidden = false;
    panel.setAttribute("aria-label", name);
    const head = html("div", { class: "head" }, panel);
    html("h2", {}, head, name);
    const close = html("button", { "aria-label": words.close }, head, "✕");
    close.addEventListener("click", hide);
    const service = data.services[name];
    if (service) {
      pairs(words.numbers, service.numbers);
      pairs(words.budget, service.budget);
    }
    const edges = data.views.flatMap(({ id, lines: all }) => all.flatMap((line) => line.edges.map((edge) => ({ id, edge }))));
    const inward = edges.filter(({ edge }) => edge[1] === name).map(({ id, edge }) => ({ id, other: edge[0], sentence: edge[2] }));
    const outward = edges.filter(({ edge }) => edge[0] === name).map(({ id, edge }) => ({ id, other: edge[1], sentence: edge[2] }));
    lines(words.in, inward);
    lines(words.out, outward);
    if (!inward.length && !outward.length) html("p", {}, panel, words.noLines);
    if (service) {
      objects(words.policies, service.objects.filter((object) => object.policy));
      objects(words.objects, service.objects.filter((object) => !object.policy));
    }
    panel.scrollTop = 0;
    light();
    if (nodes.has(name)) reveal(name);
    panel.focus({ preventScroll: true });
  }
  function hide() {
    const was = open;
    open = null;
    panel.hidden = true;
    light();
    nodes.get(was)?.group.focus();
  }

  // ---- keys ---------------------------------------------------------------------------------------------------------
  const AHEAD = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const middle = ([x, y, width, height]) => [x + width / 2, y + height / 2];
  function onNodeKey(event, name) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      show(name);
    } else if (AHEAD[event.key]) {
      event.preventDefault();
      const [dx, dy] = AHEAD[event.key];
      const [x, y] = middle(nodes.get(name).box);
      let best = null;
      for (const [other, { group, box }] of nodes) {
        const [ox, oy] = middle(box);
        const along = (ox - x) * dx + (oy - y) * dy;
        const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
        const cost = along + 2 * aside;
        if (other !== name && along > 1 && (!best || cost < best.cost)) best = { cost, group };
      }
      best?.group.focus();
    }
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (!results.hidden) find("");
      else if (open) hide();
      return;
    }
    if (event.target === input || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      input.focus();
    } else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") fit();
  });

  // ---- layers -------------------------------------------------------------------------------------------------------
  function choose(id) {
    if (view.id === id && nodes.size) return;
    view = data.views.find((found) => found.id === id);
    for (const tab of tabs.children) {
      tab.setAttribute("aria-selected", String(tab.dataset.id === id));
      tab.tabIndex = tab.dataset.id === id ? 0 : -1;
    }
    moved = false;
    draw();
    begin();
    if (open && nodes.has(open)) reveal(open);
  }
  tabs.setAttribute("aria-label", words.layers);
  for (const { id } of data.views) {
    const tab = html("button", { role: "tab", "data-id": id }, tabs, words[id]);
    tab.addEventListener("click", () => { location.hash = id; });
  }
  tabs.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...tabs.children];
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    next.focus();
    next.click();
  });

  // ---- search -------------------------------------------------------------------------------------------------------
  const everything = new Map();
  for (const { id, nodes: all } of data.views) for (const { name } of all) if (!everything.has(name)) everything.set(name, id);
  let marked = 0;
  function find(text) {
    input.value = text;
    const wanted = text.trim().toLowerCase();
    const found = wanted ? [...everything.keys()].filter((name) => name.toLowerCase().includes(wanted)) : [];
    marked = 0;
    results.replaceChildren();
    found.slice(0, 12).forEach((name, index) => {
      const entry = html("li", { role: "option", id: `result-${index}`, "aria-selected": String(index === 0) }, results, name);
      entry.addEventListener("pointerdown", (event) => { event.preventDefault(); go(name); });
    });
    if (wanted && !found.length) html("li", {}, results, words.nothing);
    results.hidden = !wanted;
    input.setAttribute("aria-expanded", String(Boolean(wanted)));
    mark();
    live.textContent = wanted ? (found.length ? `${found.length} ${words.found}` : words.nothing) : "";
    for (const [name, { group }] of nodes) group.classList.toggle("hit", Boolean(wanted) && found.includes(name));
  }
  function mark() {
    const options = [...results.querySelectorAll("[role=option]")];
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === marked)));
    if (options[marked]) input.setAttribute("aria-activedescendant", options[marked].id);
    else input.removeAttribute("aria-activedescendant");
  }
  function go(name) {
    find("");
    if (!nodes.has(name)) location.hash = everything.get(name);
    choose(nodes.has(name) ? view.id : everything.get(name));
    show(name);
  }
  input.setAttribute("aria-label", words.search);
  input.placeholder = `${words.search}  /`;
  input.addEventListener("input", () => find(input.value));
  input.addEventListener("keydown", (event) => {
    const options = [...results.querySelectorAll("[role=option]")];
    if (event.key === "Enter" && options[marked]) go(options[marked].textContent);
    else if (event.key === "ArrowDown" && options.length) marked = (marked + 1) % options.length;
    else if (event.key === "ArrowUp" && options.length) marked = (marked + options.length - 1) % options.length;
    else return;
    event.preventDefault();
    mark();
  });

  // ---- begin --------------------------------------------------------------------------------------------------------
  $("h1").textContent = data.title;
  $(".heading").textContent = words.heading;
  $(".promise").textContent = `${data.promise} ${words.help}`;
  for (const [what, label] of [["in", words.zoomIn], ["out", words.zoomOut], ["fit", words.fit]]) {
    const button = $(`[data-zoom=${what}]`);
    button.setAttribute("aria-label", label);
    button.title = label;
  }
  const asked = () => {
    const [id, name] = decodeURIComponent(location.hash.slice(1)).split("/");
    if (!data.views.some((found) => found.id === id)) return choose(view.id);
    choose(id);
    if (name && everything.has(name)) show(name);
  };
  addEventListener("hashchange", asked);
  new ResizeObserver(() => {
    if (!moved) begin();
    if (open && nodes.has(open)) reveal(open);
  }).observe(stage);
  asked();
})();
