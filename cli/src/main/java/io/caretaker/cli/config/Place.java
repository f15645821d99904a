package io.caretaker.cli.config;

/// Where a value comes from. Lines and columns count from 1; 0 where there are none.
///
/// @param source a file, `environment NAME`, `option --name` or `default`
public record Place(String source, int line, int column) {
    public static final Place DEFAULT = new Place("default", 0, 0);

    static Place environment(String name) {
        return new Place("environment " + name, 0, 0);
    }

    static Place option(String name) {
        return new Place("option " + name, 0, 0);
    }

    @Override
    public String toString() {
        if (line == 0) {
            return source;
        }
        return column == 0 ? source + ":" + line : source + ":" + line + ":" + column;
    }
}
