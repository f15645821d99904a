package io.caretaker.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A table that fits the terminal: columns as wide as their content, the last one cut to what is
/// left.
public final class Table {
    private static final String GAP = "  ";
    private static final int LEAST_LAST = 20;

    private final List<String> heads;
    private final List<List<Cell>> rows = new ArrayList<>();

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
        int used = 0;
        for (int column = 0; column < heads.size(); column++) {
            int at = column;
            int widest =
                    rows.stream()
                            .mapToInt(row -> Texts.columns(row.get(at).text()))
                            .reduce(heads.get(column).length(), Math::max);
            if (column == heads.size() - 1) {
                widest = Math.min(widest, Math.max(LEAST_LAST, available - used));
            }
            widths.add(widest);
            used += widest + GAP.length();
        }
        return widths;
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
