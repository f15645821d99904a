package io.caretaker.web.inventory;

import io.caretaker.core.health.ConnectionLeg;
import io.caretaker.core.health.EngineKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The form of a database, with what came of trying it.
///
/// @param label of the service that is to get a log-in; empty for a new database
/// @param errors what is wrong, by field
/// @param wrong what is wrong and belongs to no field
/// @param trial null before it was tried
/// @param hosts addresses that are known
/// @param others hosts that are reached by SSH
/// @param environments names that are known
public record DatabaseFormPage(
        DatabaseForm form,
        String label,
        Map<String, String> errors,
        List<String> wrong,
        @Nullable Trial trial,
        List<String> hosts,
        List<FormField.Option> others,
        List<String> environments) {
    public DatabaseFormPage {
        errors = Map.copyOf(errors);
        wrong = List.copyOf(wrong);
        hosts = List.copyOf(hosts);
        others = List.copyOf(others);
        environments = List.copyOf(environments);
    }

    /// What came of a trial.
    ///
    /// @param look the class of the style
    /// @param legs the way to the database, as far as it was gone
    /// @param todo what to do about it; empty when nothing is to be done
    /// @param statements for an administrator of the database, to be copied
    public record Trial(
            String look,
            String headline,
            String message,
            String details,
            List<ConnectionLeg> legs,
            List<String> todo,
            List<String> statements,
            List<String> advice) {
        public Trial {
            legs = List.copyOf(legs);
            todo = List.copyOf(todo);
            statements = List.copyOf(statements);
            advice = List.copyOf(advice);
        }
    }

    public List<EngineKind> engines() {
        return Arrays.asList(EngineKind.values());
    }

    /// What is wrong with a field; empty when nothing is.
    public String error(String field) {
        return errors.getOrDefault(field, "");
    }
}
