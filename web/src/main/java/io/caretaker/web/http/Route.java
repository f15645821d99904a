package io.caretaker.web.http;

/// One thing that can be asked for.
///
/// @param path with parameters in braces, such as `/api/v1/hosts/{host_id}`
/// @param access what a caller must have
/// @param operation what the API's description says of it; null for pages
public record Route(
        Method method,
        String path,
        Access access,
        @org.jspecify.annotations.Nullable Operation operation,
        Handler handler) {
    public Route {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash: " + path);
        }
    }

    /// A page or file.
    public static Route page(Method method, String path, Access access, Handler handler) {
        return new Route(method, path, access, null, handler);
    }
}
