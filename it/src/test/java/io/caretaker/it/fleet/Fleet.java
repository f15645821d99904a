package io.caretaker.it.fleet;

import io.caretaker.testkit.server.Programs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests the one [Testbed] of the run. It is booted for the first test that wants it and
/// taken down after the last.
final class Fleet implements BeforeAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(Fleet.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!Programs.root()) {
            System.err.println("SKIPPED: only root can boot the fleet's hosts");
            Assumptions.abort("only root can boot the fleet's hosts");
        }
        testbed(context);
    }

    private static Testbed testbed(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("testbed", _ -> Testbed.up(), Testbed.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Testbed.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return testbed(context);
    }
}
