package io.caretaker.server.heal;

import io.caretaker.core.host.HostAccess;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;

/// A service where it runs.
record Site(Service service, Host host, HostAccess access) {}
