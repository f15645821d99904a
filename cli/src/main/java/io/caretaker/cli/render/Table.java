package io.caretaker.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A table that fits the terminal: columns as wide as their content, the last one cut to what is
/// left. What comes from elsewhere is shown, and never obeyed by the terminal.
public final class Table {
    private static final String GAP = "  ";
    private static final int LEAST_LAST = 20;

    private final List<String> heads;
    private final List<List<Cell>> rows = new ArrayList<>();
    private int least = Integer.MAX_VALUE;

    public Table(String... heads) {
        this.heads = List.of(heads);
    }

    /// A text and how it is coloured once it has its width.
    public record Cell(String text, UnaryOperator<String> colour) {
        public static Cell of(String text) {
            return new Cell(text, UnaryOperator.identity());
        }
    }

    public void add(Cell... cells) {
        rows.add(List.of(cells));
    }

    public void add(String... texts) {
        rows.add(java.util.Arrays.stream(texts).map(Cell::of).toList());
    }

    /// Cuts the widest columns too where the terminal is narrow, none to less than this.
    public Table shrinkingTo(int columns) {
        least = columns;
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /// The lines, each with its end.
    public String in(Style style) {
        var text = new StringBuilder();
        List<Integer> widths = widths(style.width());
        line(text, heads.stream().map(head -> new Cell(head, style::faint)).toList(), widths);
        rows.forEach(row -> line(text, row, widths));
        return text.toString();
    }

    private List<Integer> widths(int available) {
        var widths = new ArrayList<Integer>();
        for (int column = 0; column < heads.size(); column++) {
            int at = column;
            widths.add(
                    rows.stream()
                            .mapToInt(row -> Texts.columns(Texts.line(row.get(at).text())))
                            .reduce(heads.get(column).length(), Math::max));
        }
        int last = widths.removeLast();
        shrink(widths, available - Math.min(last, LEAST_LAST));
        widths.add(Math.min(last, Math.max(LEAST_LAST, available - used(widths))));
        return widths;
    }

    private static int used(List<Integer> widths) {
        return widths.stream().mapToInt(width -> width + GAP.length()).sum();
    }

    /// The widest gives up first, so that short columns stay whole.
    private void shrink(List<Integer> widths, int room) {
        while (used(widths) > room) {
            int widest = widths.stream().reduce(0, Math::max);
            if (widest <= least) {
                return;
            }
            widths.set(widths.lastIndexOf(widest), widest - 1);
        }
    }

    private static void line(StringBuilder text, List<Cell> cells, List<Integer> widths) {
        var line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            Cell cell = cells.get(column);
            String cut = Texts.cut(cell.text(), widths.get(column));
            boolean last = column == cells.size() - 1;
            int padding = last ? 0 : widths.get(column) - Texts.columns(cut);
            line.append(cell.colour().apply(cut)).append(" ".repeat(padding));
            if (!last) {
                line.append(GAP);
            }
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
