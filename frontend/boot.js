// Starts the page. What stood in its place goes in the same moment, so that nothing flashes.
const shell = document.getElementById("shell");
try {
  const { default: start } = await import("/{{script}}");
  await start({ module_or_path: "/{{wasm}}" });
  shell.remove();
} catch (problem) {
  document.getElementById("not-started").hidden = false;
  throw problem;
}
