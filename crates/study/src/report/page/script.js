'use strict';
(() => {
  const all = (where, what) => Array.from(where.querySelectorAll(what));
  const rungs = all(document, '.ladder li');
  const tabs = all(document, '[role=tab]');
  const slider = document.getElementById('time');
  let here = 0;

  // Tabs.
  const open = name => tabs.forEach(tab => {
    const chosen = tab.getAttribute('aria-controls') === name;
    tab.setAttribute('aria-selected', chosen);
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen) tab.scrollIntoView({ block: 'nearest', inline: 'center' });
    document.getElementById(tab.getAttribute('aria-controls')).hidden = !chosen;
  });

  // Time: what has happened by the end of a moment.
  const events = of => (of.dataset.events || '').split(' ').filter(Boolean).map(Number);
  const moments = all(document, 'article.moment');
  const messages = all(document, 'article.message');
  const go = index => {
    if (!rungs.length) return;
    here = Math.max(0, Math.min(rungs.length - 1, index));
    const rung = rungs[here];
    const since = here ? Number(rungs[here - 1].dataset.last) : -1;
    const now = Number(rung.dataset.last);
    rungs.forEach((each, place) => {
      each.classList.toggle('here', place === here);
      each.classList.toggle('future', place > here);
      const link = each.querySelector('a');
      if (place === here) link.setAttribute('aria-current', 'step'); else link.removeAttribute('aria-current');
    });
    const moment = moments[here];
    moments.forEach(each => { each.hidden = each !== moment; });
    messages.forEach(each => { each.hidden = each.id !== 'message-' + moment.dataset.message; });
    all(document, '.side').forEach(side => {
      const last = {};
      all(side, '[data-at]').forEach(each => {
        const at = Number(each.dataset.at);
        each.hidden = at > now;
        each.classList.toggle('fresh', at > since && at <= now);
        const topic = each.dataset.topic;
        if (!topic || at > now) return;
        if (last[topic]) last[topic].hidden = true;
        last[topic] = each;
      });
    });
    all(document, '#diagram figure').forEach(figure => {
      let current = null;
      let latest = -2;
      all(figure, '[data-events]').forEach(each => {
        const past = events(each).filter(event => event <= now);
        each.classList.toggle('later', each.classList.contains('taken') && !past.length);
        each.classList.remove('current');
        if (each.classList.contains('node') && past.length && Math.max(...past) > latest) {
          latest = Math.max(...past);
          current = each;
        }
      });
      if (current) current.classList.add('current');
    });
    all(document, '[data-since]').forEach(each => {
      const at = Number(each.dataset.since);
      each.classList.toggle('fresh', at > since && at <= now);
    });
    slider.max = rungs.length - 1;
    slider.value = here;
    slider.setAttribute('aria-valuetext', moment.querySelector('h3').textContent);
    document.getElementById('clock').textContent = (here + 1) + ' of ' + rungs.length;
    document.getElementById('back').disabled = here === 0;
    document.getElementById('on').disabled = here === rungs.length - 1;
    rung.scrollIntoView({ block: 'nearest' });
  };

  // Octets and fields light each other up.
  const light = (article, first, last, row) => {
    all(article, '.lit').forEach(each => each.classList.remove('lit'));
    if (first === null) return;
    all(article, '[data-leaf]').forEach(each => {
      const leaf = Number(each.dataset.leaf);
      each.classList.toggle('lit', first <= leaf && leaf <= last);
    });
    if (row) row.classList.add('lit');
  };
  const show = (row, scroll) => {
    const article = row.closest('article');
    light(article, Number(row.dataset.first), Number(row.dataset.last), row);
    const octets = article.querySelector('span.lit');
    if (octets && scroll) {
      const box = article.querySelector('.octets');
      const [top, of] = [octets.getBoundingClientRect(), box.getBoundingClientRect()];
      if (top.top < of.top || top.bottom > of.bottom) box.scrollTop += top.top - of.top - of.height / 3;
    }
  };
  const rowOf = (article, leaf) => all(article, '[role=treeitem]').reverse()
    .find(row => Number(row.dataset.first) <= leaf && leaf <= Number(row.dataset.last));
  messages.forEach(article => {
    const rows = all(article, '[role=treeitem]');
    if (rows.length) rows[0].tabIndex = 0;
    const tree = article.querySelector('[role=tree]');
    const octets = article.querySelector('.anatomy > .octets');
    const held = () => rows.find(row => row === document.activeElement);
    const back = () => { if (held()) show(held(), false); else light(article, null); };
    tree.addEventListener('mouseover', event => { const row = event.target.closest('li'); if (row) show(row, true); });
    tree.addEventListener('mouseleave', back);
    tree.addEventListener('focusin', event => {
      rows.forEach(row => { row.tabIndex = row === event.target ? 0 : -1; });
      show(event.target, true);
    });
    tree.addEventListener('focusout', () => light(article, null));
    tree.addEventListener('click', event => {
      const row = event.target.closest('li');
      if (row) history.replaceState(null, '', '#' + encodeURI(row.id));
      if (row) row.focus({ preventScroll: true });
    });
    tree.addEventListener('keydown', event => {
      const place = rows.indexOf(document.activeElement);
      const to = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: rows.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      if (rows[to]) rows[to].focus();
    });
    octets.addEventListener('mouseover', event => {
      const leaf = event.target.closest('[data-leaf]');
      const row = leaf && rowOf(article, Number(leaf.dataset.leaf));
      if (row) show(row, false);
    });
    octets.addEventListener('mouseleave', back);
    octets.addEventListener('click', event => {
      const leaf = event.target.closest('[data-leaf]');
      const row = leaf && rowOf(article, Number(leaf.dataset.leaf));
      if (row) row.focus();
    });
  });

  // Links.
  const arrive = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    const target = name && document.getElementById(name);
    const panel = target && (target.closest('[role=tabpanel]') || null);
    open(panel ? panel.id : 'messages');
    if (!target || target === panel) return;
    const [message] = name.split('/');
    const place = rungs.findIndex(rung => rung.querySelector('a').hash === '#' + message ||
      'event-' + rung.dataset.id === name);
    if (place >= 0) go(place);
    if (target.matches('[role=treeitem]')) target.focus();
    else if (!target.matches('article')) target.scrollIntoView({ block: 'start' });
  };
  const visit = index => {
    go(index);
    history.replaceState(null, '', rungs[here].querySelector('a').hash);
  };

  document.documentElement.classList.add('js');
  document.getElementById('back').addEventListener('click', () => visit(here - 1));
  document.getElementById('on').addEventListener('click', () => visit(here + 1));
  slider.addEventListener('input', () => visit(Number(slider.value)));
  document.addEventListener('keydown', event => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target === slider) return;
    if (event.target.matches('[role=tab]') && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      const next = tabs[(tabs.indexOf(event.target) + (event.key === 'ArrowRight' ? 1 : tabs.length - 1)) % tabs.length];
      next.focus();
      next.click();
      event.preventDefault();
      return;
    }
    if (event.key === 'ArrowRight') visit(here + 1);
    else if (event.key === 'ArrowLeft') visit(here - 1);
    else return;
    event.preventDefault();
  });
  addEventListener('hashchange', arrive);
  go(0);
  arrive();
})();
