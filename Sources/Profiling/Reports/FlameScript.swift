/// The script that makes a flame graph interactive: a click zooms, `search` or Ctrl-F highlights functions that match a
/// regular expression.
enum FlameScript {
    static let text = """

        (function () {
          var full = \(1200), boxes = Array.prototype.slice.call(document.querySelectorAll('.f'));
          function name(box) { return box.querySelector('title').textContent; }
          function place(box, x, width, shown) {
            var rect = box.querySelector('rect'), text = box.querySelector('text');
            box.style.display = shown ? '' : 'none';
            if (!shown) return;
            rect.setAttribute('x', x); rect.setAttribute('width', width); text.setAttribute('x', x + 3);
            var room = Math.floor((width - 6) / 6.7), label = name(box).replace(/: [^:]*$/, '');
            text.textContent = room < 3 ? '' : label.length > room ? label.slice(0, room - 1) + '\\u2026' : label;
          }
          function zoom(target) {
            var x = +target.dataset.x, width = +target.dataset.w, level = +target.dataset.l;
            boxes.forEach(function (box) {
              var left = +box.dataset.x, own = +box.dataset.w, isAbove = +box.dataset.l < level;
              if (isAbove) {
                place(box, 0, full, left <= x + .01 && left + own >= x + width - .01);
              } else {
                place(box, (left - x) / width * full, own / width * full,
                  left >= x - .01 && left + own <= x + width + .01);
              }
            });
          }
          function search() {
            var wanted = prompt('Function (regular expression)');
            if (wanted === null) return;
            var expression = new RegExp(wanted, 'i'), spans = [], share = 0, end = 0;
            boxes.forEach(function (box) {
              var hit = wanted !== '' && expression.test(name(box).replace(/: [^:]*$/, ''));
              box.classList.toggle('hit', hit);
              if (hit) spans.push([+box.dataset.x, +box.dataset.x + +box.dataset.w]);
            });
            spans.sort(function (a, b) { return a[0] - b[0]; }).forEach(function (span) {
              share += Math.max(0, span[1] - Math.max(span[0], end)); end = Math.max(end, span[1]);
            });
            document.getElementById('found').textContent = wanted && (share / full * 100).toFixed(2) + ' %';
          }
          boxes.forEach(function (box) { box.addEventListener('click', function () { zoom(box); }); });
          document.getElementById('reset').addEventListener('click', function () { zoom(boxes[0]); });
          document.getElementById('search').addEventListener('click', search);
          window.addEventListener('keydown', function (event) {
            if (event.key === 'f' && event.ctrlKey) { event.preventDefault(); search(); }
          });
          if (boxes.length) zoom(boxes[0]);
        })();

        """
}

/// Text inside XML.
enum XMLText {
    /// `text` with XML's special characters escaped.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}
