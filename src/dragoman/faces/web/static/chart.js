// The price by quantity, drawn from the table below it; the table stays for those who cannot see the drawing.

/* global uPlot */

const holder = document.querySelector("[data-chart]");
const table = document.querySelector("[data-chart-table]");
if (holder && table && window.uPlot) start();

function start() {
  const points = [...table.querySelectorAll("[data-x]")]
    .map((row) => [Number(row.dataset.x), Number(row.dataset.y)])
    .sort((one, other) => one[0] - other[0]);
  const asked = Number(holder.dataset.asked) || null;
  const end = Math.max(points.at(-1)[0] * 1.6, (asked ?? 0) * 1.15);
  const data = [[...points.map((one) => one[0]), end], [...points.map((one) => one[1]), points.at(-1)[1]]];
  const language = document.documentElement.lang;
  const number = new Intl.NumberFormat(`${language}-u-nu-latn`, { maximumFractionDigits: 6 });

  let chart = draw();
  const redraw = () => {
    chart.destroy();
    chart = draw();
  };
  new ResizeObserver(() => chart.setSize({ width: holder.clientWidth, height: heightOf(holder) })).observe(holder);
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

  function draw() {
    const colour = (name) => resolve(name);
    const axis = {
      stroke: colour("--ink-soft"),
      grid: { stroke: colour("--line"), width: 1 },
      ticks: { show: false },
      font: `12px ${getComputedStyle(document.body).fontFamily}`,
      labelFont: `12px ${getComputedStyle(document.body).fontFamily}`,
      labelSize: 20,
      values: (_chart, values) => values.map((value) => (value === null ? "" : number.format(value))),
    };
    return new uPlot({
      width: holder.clientWidth,
      height: heightOf(holder),
      cursor: { drag: { x: false, y: false }, points: { size: 9 } },
      legend: { show: false },
      scales: { x: { time: false, range: [0, end] }, y: { range: (_chart, low, high) => [Math.max(0, low - (high - low || high) * 0.35), high + (high - low || high) * 0.2] } },
      axes: [
        { ...axis, label: holder.dataset.xName, size: 32 },
        { ...axis, label: holder.dataset.yName, size: 58 },
      ],
      series: [
        {},
        {
          stroke: colour("--accent"),
          fill: colour("--accent-soft"),
          width: 2.5,
          paths: uPlot.paths.stepped({ align: 1 }),
          points: { show: true, size: 8, fill: colour("--sheet"), stroke: colour("--accent"), width: 2, filter: (_chart, _series, show) => (show ? points.map((_one, place) => place) : null) },
        },
      ],
      hooks: { draw: asked ? [(drawn) => mark(drawn, asked, colour("--ink"))] : [] },
    }, data, holder);
  }
}

// A dashed line where the visitor's quantity stands.
function mark(chart, asked, colour) {
  const { ctx } = chart;
  const x = Math.round(chart.valToPos(asked, "x", true));
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, chart.bbox.top);
  ctx.lineTo(x, chart.bbox.top + chart.bbox.height);
  ctx.stroke();
  ctx.restore();
}

function heightOf(element) {
  return Math.min(280, Math.max(200, element.clientWidth * 0.42));
}

// A canvas does not know light-dark(); an element does.
function resolve(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
