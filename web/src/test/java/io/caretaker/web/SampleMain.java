package io.caretaker.web;

import java.nio.file.Files;
import java.nio.file.Path;

/// Shows a sample fleet to people until it is interrupted: `SampleMain SERVICES`.
public final class SampleMain {
    private SampleMain() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("caretaker-sample");
        try (var rig =
                SampleFleet.of(directory, args.length == 0 ? 40 : Integer.parseInt(args[0]))) {
            System.out.println(rig.address("/"));
            Thread.currentThread().join();
        }
    }
}
