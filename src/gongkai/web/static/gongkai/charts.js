// SPDX-FileCopyrightText: The Gongkai authors
// SPDX-License-Identifier: Apache-2.0
// Charts drawn from the table beside them: the table stays, says the same, and is what a screen reader is given.
(function () {
  "use strict";
  if (!window.echarts) return;
  var style = getComputedStyle(document.documentElement);
  var said = function (name) { return style.getPropertyValue(name).trim(); };

  function rowsOf(table) {
    return Array.prototype.map.call(table.tBodies[0].rows, function (row) {
      var last = row.cells[row.cells.length - 1];
      var link = row.querySelector("a");
      return { label: row.cells[0].textContent.trim(), count: Number(last.textContent.replace(/[^0-9]/g, "")), href: link && link.href };
    });
  }

  function draw(place) {
    var table = document.getElementById(place.dataset.chart);
    if (!table) return;
    var rows = rowsOf(table).slice(0, 12);
    if (rows.length < 2) return;
    var small = place.classList.contains("small");
    place.hidden = false;
    place.setAttribute("aria-hidden", "true");
    place.style.height = (rows.length * 30 + 16) + "px";
    var chart = window.echarts.init(place);
    chart.setOption({
      animation: false,
      grid: { left: 0, right: 44, top: 4, bottom: 4, containLabel: true },
      xAxis: { type: "value", show: false, minInterval: 1 },
      yAxis: {
        type: "category", inverse: true, data: rows.map(function (r) { return r.label; }), axisLine: { show: false }, axisTick: { show: false },
        axisLabel: { color: said("--ink"), fontFamily: said("--sans"), fontSize: 13, width: small ? 84 : 150, overflow: "break" }
      },
      series: [{
        type: "bar", barWidth: 16, cursor: "pointer", itemStyle: { color: said("--c1") }, emphasis: { itemStyle: { color: said("--blue-d") } },
        label: { show: true, position: "right", color: said("--ink"), fontFamily: said("--sans"), fontSize: 13 },
        data: rows.map(function (r) { return r.count; })
      }]
    });
    chart.on("click", function (event) { if (rows[event.dataIndex].href) location.href = rows[event.dataIndex].href; });
    window.addEventListener("resize", function () { chart.resize(); });
  }

  document.querySelectorAll("[data-chart]").forEach(draw);
})();
