package io.caretaker.cli.config;

import io.caretaker.core.document.FieldProblem;
import io.caretaker.core.document.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of all sources laid over each other, each with the place it comes from. Not
/// thread-safe.
final class Tree {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, Place> keyPlaces = new LinkedHashMap<>();
    private final Place top;

    /// Makes an empty tree.
    ///
    /// @param file the name of the file that most of it comes from
    Tree(String file) {
        top = new Place(file, 1, 1);
    }

    Map<String, @Nullable Object> values() {
        return values;
    }

    void note(String path, Place place) {
        places.put(path, place);
    }

    void noteKey(String path, Place place) {
        keyPlaces.put(path, place);
    }

    /// Puts a value over what is there; not where something that is no object stands in the way,
    /// which is an error of its own.
    void override(String path, @Nullable Object value, Place place) {
        Map<String, @Nullable Object> at = values;
        String[] keys = path.split("\\.", -1);
        for (int i = 0; i < keys.length - 1; i++) {
            Object below = at.get(keys[i]);
            if (below == null) {
                below = new LinkedHashMap<String, @Nullable Object>();
                at.put(keys[i], below);
            }
            if (!(below instanceof Map<?, ?>)) {
                return;
            }
            at = objectOf(below);
        }
        at.put(keys[keys.length - 1], value);
        places.put(path, place);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> objectOf(Object value) {
        return (Map<String, @Nullable Object>) value;
    }

    Place place(String path) {
        return places.getOrDefault(path, Place.DEFAULT);
    }

    /// The place of the value, where it was given.
    Place nearest(String path) {
        return value(path) == null ? Place.DEFAULT : place(path);
    }

    /// The value below objects; null where there is none.
    @Nullable Object value(String path) {
        Object at = values;
        for (String key : path.split("\\.", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return at;
    }

    ConfigurationProblem placed(FieldProblem problem) {
        String path = problem.path();
        Place place = problem.aboutKey() ? keyPlaces.get(path) : places.get(path);
        String at = path;
        while (place == null && !at.isEmpty()) {
            at = parent(at);
            place = places.get(at);
        }
        String message = path.isEmpty() ? problem.message() : path + ": " + problem.message();
        return ConfigurationProblem.at(place == null ? top : place, message, problem.hint());
    }

    private static String parent(String path) {
        int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return cut < 0 ? "" : path.substring(0, cut);
    }

    Fields fields() {
        return Fields.strict(values);
    }
}
