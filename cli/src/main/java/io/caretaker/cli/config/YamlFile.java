package io.caretaker.cli.config;

import io.caretaker.core.document.Fields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads YAML into a [Tree], keeping where everything stands. Duplicate keys, tags, keys that are
/// no text and values that blow up by aliases are problems.
final class YamlFile {
    private static final int DEEPEST = 50;
    private static final int MOST_VALUES = 500_000;
    private static final Set<Tag> USUAL_TAGS =
            Set.of(Tag.STR, Tag.MAP, Tag.SEQ, Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT);

    private final String name;
    private final Tree tree;
    private final List<ConfigurationProblem> problems;
    private int count;

    private YamlFile(String name, List<ConfigurationProblem> problems) {
        this.name = name;
        this.tree = new Tree(name);
        this.problems = problems;
    }

    /// Reads a file.
    ///
    /// @return empty if the file could not be understood as a whole; then a problem was added
    static Optional<Tree> read(Path file, List<ConfigurationProblem> problems) {
        return TextFile.read(file, problems)
                .flatMap(text -> new YamlFile(file.toString(), problems).parse(text));
    }

    /// Reads the text of one.
    ///
    /// @param name what problems call it
    /// @return empty if it could not be understood as a whole; then a problem was added
    static Optional<Tree> read(String name, String text, List<ConfigurationProblem> problems) {
        return new YamlFile(name, problems).parse(text);
    }

    private Optional<Tree> parse(String text) {
        try {
            Optional<Node> root = new Compose(settings()).composeString(text);
            return root.isEmpty() || empty(root.get()) ? Optional.of(tree) : converted(root.get());
        } catch (MarkedYamlEngineException e) {
            problem(e.getProblemMark().or(e::getContextMark), e.getProblem(), hint(e));
        } catch (YamlEngineException e) {
            problem(Optional.empty(), "is not YAML: " + e.getMessage(), "");
        } catch (StackOverflowError _) {
            problem(Optional.empty(), "is nested too deeply", "");
        }
        return Optional.empty();
    }

    private LoadSettings settings() {
        return LoadSettings.builder()
                .setLabel(name)
                .setUseMarks(true)
                .setCodePointLimit(TextFile.LARGEST + 1)
                .setAllowNonScalarKeys(true)
                .setAllowRecursiveKeys(false)
                .build();
    }

    private static String hint(MarkedYamlEngineException e) {
        if (String.valueOf(e.getProblem()).contains("TAB")) {
            return "indent with spaces, not with tabs";
        }
        return e.getContext() == null ? "" : e.getContext();
    }

    private static boolean empty(Node root) {
        return root instanceof ScalarNode scalar && scalar.getValue().isEmpty();
    }

    private Optional<Tree> converted(Node root) {
        if (!(root instanceof MappingNode mapping)) {
            problem(root.getStartMark(), "must be keys and values, such as `logging:`", "");
            return Optional.empty();
        }
        tree.values().putAll(object(mapping, "", 0));
        return Optional.of(tree);
    }

    private Map<String, @Nullable Object> object(MappingNode mapping, String path, int depth) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        var lines = new LinkedHashMap<String, Place>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problem(tuple.getKeyNode().getStartMark(), "a key must be text", "");
                continue;
            }
            String key = keyNode.getValue();
            Place place = place(keyNode.getStartMark());
            Place first = lines.putIfAbsent(key, place);
            if (first != null) {
                problem(
                        keyNode.getStartMark(),
                        "duplicate key '" + key + "'",
                        "it stands in line " + first.line() + " already");
                continue;
            }
            String below = Fields.child(path, key);
            tree.noteKey(below, place);
            Node value = tuple.getValueNode();
            tree.note(below, scalarWithText(value) ? place(value.getStartMark()) : place);
            object.put(key, value(value, below, depth + 1));
        }
        return object;
    }

    private static boolean scalarWithText(Node node) {
        return node instanceof ScalarNode scalar && !scalar.getValue().isEmpty();
    }

    private List<@Nullable Object> list(SequenceNode sequence, String path, int depth) {
        var list = new ArrayList<@Nullable Object>();
        for (Node item : sequence.getValue()) {
            String below = Fields.item(path, list.size());
            tree.note(below, place(item.getStartMark()));
            list.add(value(item, below, depth + 1));
        }
        return list;
    }

    private @Nullable Object value(Node node, String path, int depth) {
        count++;
        if (depth > DEEPEST || count > MOST_VALUES) {
            refuseSize(node, depth);
            return null;
        }
        if (!USUAL_TAGS.contains(node.getTag())) {
            problem(node.getStartMark(), "the tag " + node.getTag() + " is not supported", "");
            return null;
        }
        return switch (node) {
            case MappingNode mapping -> object(mapping, path, depth);
            case SequenceNode sequence -> list(sequence, path, depth);
            case ScalarNode scalar ->
                    scalar.getScalarStyle() == ScalarStyle.PLAIN
                            ? PlainScalar.of(scalar.getValue())
                            : scalar.getValue();
            default -> null;
        };
    }

    private void refuseSize(Node node, int depth) {
        boolean said = problems.stream().anyMatch(each -> each.message().startsWith("is too "));
        if (!said) {
            String message =
                    depth > DEEPEST
                            ? "is too deeply nested, or contains itself"
                            : "is too large when its aliases are resolved";
            problem(node.getStartMark(), message, "");
        }
    }

    private void problem(Optional<Mark> mark, @Nullable String message, String hint) {
        problems.add(ConfigurationProblem.at(place(mark), String.valueOf(message), hint));
    }

    private Place place(Optional<Mark> mark) {
        return mark.map(at -> new Place(name, at.getLine() + 1, at.getColumn() + 1))
                .orElse(new Place(name, 0, 0));
    }
}
