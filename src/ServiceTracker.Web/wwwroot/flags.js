// Moves through the list of flags by keys. Without this file every line is reached with the tabulator as well.
const lines = [...document.querySelectorAll('#inbox .flag')];
const hint = document.querySelector('.keys');
if (hint) hint.hidden = false;

const current = () => lines.findIndex(line => line.contains(document.activeElement));
const go = index => {
  const line = lines[Math.max(0, Math.min(lines.length - 1, index))];
  line?.querySelector('.what > a').focus();
  line?.scrollIntoView({ block: 'nearest' });
};

document.addEventListener('keydown', e => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, select, textarea')) return;
  const at = current();
  if (e.key === 'j') go(at + 1);
  else if (e.key === 'k') go(at < 0 ? 0 : at - 1);
  else if (e.key === 'e' && at >= 0) location.assign(lines[at].dataset.interactions);
});
