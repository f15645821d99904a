package io.caretaker.server.desk;

/// How a filter is spoken of to whoever gave it.
///
/// @param prefix before the name of a key, such as `--`
/// @param place before the text of a key and its value where it cannot be understood, such as
///   `--where`; empty for none
public record FilterWords(String prefix, String place) {
    /// For the parameters of a query.
    public static final FilterWords QUERY = new FilterWords("", "");

    String key(FilterKey key) {
        return prefix + key.word();
    }

    String unknown(String key) {
        return place.isEmpty()
                ? "there is no filter '" + key + "'"
                : place + " knows no '" + key + "'";
    }

    String given(String text) {
        return place.isEmpty() ? text : place + " " + text;
    }
}
