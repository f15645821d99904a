package io.caretaker.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A webhook that answers as the test says, and writes down which messages it has taken.
final class Receiver implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\":\"(n-[0-9a-f]+)\"");
    private static final Pattern LINE =
            Pattern.compile(
                    "\"id\":\"(a-[0-9a-f]+)\",\"problem\":\"([^\"]*)\".*?\"said\":\"([a-z]+)\"");

    /// What it does with a message.
    enum Answer {
        TAKE,
        FAIL,
        HANG
    }

    /// What a message says of one alert.
    record Line(String alert, String problem, String said) {}

    /// A message that was taken, and when.
    record Taken(String id, List<Line> lines, String body, long nanos) {}

    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server;
    private volatile Supplier<Answer> answers = () -> Answer.TAKE;

    private Receiver(HttpServer server) {
        this.server = server;
    }

    static Receiver start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 50);
        var receiver = new Receiver(server);
        server.createContext("/", receiver::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return receiver;
    }

    void answer(Supplier<Answer> newAnswers) {
        answers = newAnswers;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    List<Taken> taken() {
        return List.copyOf(taken);
    }

    /// What was said of alerts, message by message.
    List<Line> lines() {
        return taken.stream().flatMap(each -> each.lines().stream()).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (answers.get()) {
            case TAKE -> {
                // Before the answer: whoever hears it may rely on it.
                taken.add(read(body));
                reply(exchange, 200);
            }
            case FAIL -> reply(exchange, 500);
            case HANG -> awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reply(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static Taken read(String body) {
        Matcher id = ID.matcher(body);
        var lines = new ArrayList<Line>();
        Matcher line = LINE.matcher(body);
        while (line.find()) {
            lines.add(new Line(line.group(1), line.group(2), line.group(3)));
        }
        return new Taken(id.find() ? id.group(1) : "", lines, body, System.nanoTime());
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
