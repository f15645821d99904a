package io.caretaker.channels.http;

import io.caretaker.channels.ChannelSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A request that is to be made.
///
/// @param headers what is said beside the body and who we are
/// @param secrets what of the body or the headers must not be repeated to people
record HttpCall(
        Method method,
        ChannelSettings.Address address,
        Map<String, String> headers,
        String body,
        List<String> secrets) {

    /// How it is asked.
    enum Method {
        GET,
        POST
    }

    HttpCall {
        headers = Map.copyOf(headers);
        secrets = List.copyOf(secrets);
    }

    /// JSON by POST.
    static HttpCall json(ChannelSettings.Address address, String body) {
        return json(address, Map.of(), body, List.of());
    }

    static HttpCall json(
            ChannelSettings.Address address,
            Map<String, String> headers,
            String body,
            List<String> secrets) {
        var all = new HashMap<>(headers);
        all.put("Content-Type", "application/json; charset=utf-8");
        return new HttpCall(Method.POST, address, all, body, secrets);
    }

    @Override
    public String toString() {
        return method.name();
    }
}
