package io.caretaker.web.api;

import io.caretaker.web.http.Route;
import java.util.ArrayList;
import java.util.List;

/// The whole REST API.
public final class RestApi {
    private RestApi() {}

    /// Its routes, which all keep to the [Contract].
    public static List<Route> routes(Desks desks) {
        var routes = new ArrayList<Route>();
        routes.addAll(new StatusApi(desks).routes());
        routes.addAll(new HostsApi(desks).routes());
        routes.addAll(new ServicesApi(desks).routes());
        routes.addAll(new EnvironmentsApi(desks).routes());
        routes.addAll(new HistoryApi(desks).routes());
        routes.addAll(
                new SeriesApi(
                                new Histories(desks.daemon().store().history()),
                                desks.daemon().caretaker()::inventory,
                                desks.daemon().clock())
                        .routes());
        routes.addAll(new DatabasesApi(desks).routes());
        routes.addAll(new SessionsApi(desks).routes());
        routes.addAll(new SessionEndApi(desks).routes());
        routes.addAll(new CleanupApi(desks).routes());
        routes.addAll(new RecoveriesApi(desks).routes());
        routes.addAll(new ApprovalsApi(desks).routes());
        routes.addAll(new PauseApi(desks).routes());
        routes.addAll(new AlertsApi(desks).routes());
        routes.addAll(new MutesApi(desks).routes());
        routes.addAll(new ChannelsApi(desks).routes());
        routes.addAll(new AuditApi(desks).routes());
        routes.addAll(new ConfigurationApi(desks).routes());
        routes.addAll(new DiscoveryApi(desks).routes());
        routes.addAll(new ConnectionApi(desks).routes());
        routes.addAll(new ProductApi(desks).routes());
        return new Contract(desks).over(routes);
    }
}
