// The sentences stand in the page, in templates/meetings/_write_templates.html.

export function words(name) {
  return document.querySelector(`template[data-words="${name}"]`).content.cloneNode(true);
}
