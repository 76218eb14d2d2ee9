package dev.tulle.cli.up;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The programs that are not ours.
 *
 * @param envoy the proxy, new enough
 * @param prometheus absent where the user does without
 * @param zipkin an executable jar; absent where the user does without
 * @param console the module; absent where the user does without
 */
record Tools(Path envoy, Optional<Path> prometheus, Optional<Path> zipkin, Optional<String> console) {
    /** Since 1.37 Envoy has the stats access logger, from which every metric comes. */
    private static final int MINOR_WANTED = 37;

    private static final int MAVEN_MINOR_WANTED = 9;
    private static final Pattern MAVEN_VERSION = Pattern.compile("Apache Maven (\\d+)\\.(\\d+)\\.");
    private static final long VERSION_SECONDS = 20;
    private static final Pattern VERSION = Pattern.compile("version: [0-9a-f]*/(\\d+)\\.(\\d+)\\.(\\d+)");

    /**
     * Finds them: the environment's ENVOY, PROMETHEUS and ZIPKIN, else what {@code make tools} fetched.
     *
     * @param without names of those that the user does without: {@code prometheus}, {@code zipkin},
     *     {@code console}
     */
    static Tools find(Path home, Map<String, String> environment, List<String> without) throws UnusableEnvironment {
        var tools = home.resolve(".tools");
        var envoy = find(environment, "ENVOY", tools.resolve("envoy"));
        requireVersion(envoy);
        return new Tools(
                envoy,
                without.contains("prometheus")
                        ? Optional.empty()
                        : Optional.of(find(environment, "PROMETHEUS", tools.resolve("prometheus/prometheus"))),
                without.contains("zipkin")
                        ? Optional.empty()
                        : Optional.of(find(environment, "ZIPKIN", tools.resolve("zipkin/zipkin.jar"))),
                without.contains(Console.MODULE) ? Optional.empty() : Optional.of(Console.MODULE));
    }

    /**
     * The Maven that runs Quarkus' development mode, which refuses those before 3.9: the environment's MVN, else the one that
     * {@code cli/fetch-tools maven} fetched, else the one in PATH.
     */
    static String findMaven(Path home, Map<String, String> environment) throws UnusableEnvironment {
        var fetched = home.resolve(".tools/maven/bin/mvn");
        var maven = environment.getOrDefault("MVN", Files.isExecutable(fetched) ? fetched.toString() : "mvn");
        var matcher = MAVEN_VERSION.matcher(version(maven));
        if (!matcher.find()) {
            throw new UnusableEnvironment(maven + " is no Maven: set MVN=path");
        }
        var major = Integer.parseInt(matcher.group(1));
        var minor = Integer.parseInt(matcher.group(2));
        if (major == 3 && minor < MAVEN_MINOR_WANTED) {
            throw new UnusableEnvironment(
                    maven + " is Maven " + major + "." + minor + ", and Quarkus' development mode needs 3."
                            + MAVEN_MINOR_WANTED + ": run 'cli/fetch-tools maven', or set MVN=path");
        }
        return maven;
    }

    private static Path find(Map<String, String> environment, String variable, Path fetched)
            throws UnusableEnvironment {
        var given = environment.getOrDefault(variable, "");
        var path = given.isEmpty() ? fetched : Path.of(given).toAbsolutePath();
        if (Files.isRegularFile(path)) {
            return path;
        }
        throw new UnusableEnvironment(
                given.isEmpty()
                        ? fetched + " is missing: run 'make tools', or set " + variable + "=path"
                        : variable + "=" + given + " is not a file");
    }

    private static void requireVersion(Path envoy) throws UnusableEnvironment {
        var output = version(envoy.toString());
        var matcher = VERSION.matcher(output);
        if (!matcher.find()) {
            throw new UnusableEnvironment(envoy + " does not say which Envoy it is, expected 1." + MINOR_WANTED
                    + " or newer; it said: "
                    + output.lines().filter(line -> !line.isBlank()).findFirst().orElse("nothing"));
        }
        var major = Integer.parseInt(matcher.group(1));
        var minor = Integer.parseInt(matcher.group(2));
        if (major == 1 && minor < MINOR_WANTED) {
            throw new UnusableEnvironment(envoy + " is Envoy " + major + "." + minor + "." + matcher.group(3)
                    + ", too old: 1." + MINOR_WANTED + " or newer is needed; run 'make tools', or set ENVOY=path");
        }
    }

    private static String version(String program) throws UnusableEnvironment {
        try {
            var process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new UnusableEnvironment(program + " --version does not answer");
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnusableEnvironment("cannot run " + program + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableEnvironment("interrupted while asking " + program + " for its version");
        }
    }
}
