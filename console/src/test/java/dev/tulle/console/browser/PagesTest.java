package dev.tulle.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.tulle.console.ConsoleSettings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page in every state, in a real browser: light and dark, by mouse and by keyboard, wide and narrow. */
@QuarkusTest
@QuarkusTestResource(FakeMesh.class)
class PagesTest {
    private static final Path SHOTS = Path.of("target/screenshots");
    private static final double PATIENCE_MILLIS = 60_000;
    private static final String A = "app:servicea/servicea@v1";

    private static Chromium chromium;

    @Inject
    ConsoleSettings settings;

    @TestHTTPResource("/")
    URI console;

    private BrowserContext context;
    private Page page;
    private final List<String> foreign = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void launch() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        chromium = new Chromium();
    }

    @AfterAll
    static void quit() {
        chromium.close();
    }

    @BeforeEach
    void well() throws Exception {
        mode("well");
    }

    /** No page asks anybody else, and none trips over its own security policy or an exception. */
    @AfterEach
    void nothingStrange() {
        if (context != null) {
            context.close();
        }
        assertThat(foreign).as("requests to elsewhere").isEmpty();
        assertThat(complaints).as("complaints of the browser").isEmpty();
    }

    private void mode(String mode) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(settings.prometheus().resolve("mode/" + mode))
                    .build();
            assertThat(http.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
    }

    private void open(String address, ColorScheme scheme, int width, int height) {
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setColorScheme(scheme)
                        .setReducedMotion(ReducedMotion.NO_PREFERENCE)
                        .setAcceptDownloads(true)
                        .setViewportSize(width, height));
        watch(address);
    }

    private void watch(String address) {
        context.setDefaultTimeout(PATIENCE_MILLIS);
        page = context.newPage();
        page.onRequest(request -> {
            var to = URI.create(request.url());
            if (to.getScheme().startsWith("http") && to.getPort() != console.getPort()) {
                foreign.add(request.url());
            }
        });
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
        page.navigate(console + address);
    }

    private void ready() {
        page.waitForSelector(".graph-page[data-ready=true]");
    }

    private void shot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")));
    }

    private void accessible() {
        var violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations.stream()
                        .map(rule -> rule.getId() + ": " + rule.getNodes())
                        .toList())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "graph, '#/graph', .node",
        "panel, '#/graph?sel=app%3Aservicea%2Fservicea%40v1', .panel .chart svg",
        "edge, '#/graph?sel=app%3Aservicea%2Fservicea%40v1%3Eservice%3Aservicec%2Fservicec%3Ahttp', .panel .chart svg",
        "table, '#/graph?view=table', .graph-table tbody tr",
        "service, '#/graph?type=service&label=p95', .node",
        "mesh, '#/mesh', .data tbody tr",
        "proxy, '#/mesh?proxy=servicea-x.servicea', .resource",
        "config, '#/config', .list a",
        "object, '#/config?object=VirtualService%20servicec%2Fservicec-route', .remark",
        "traces, '#/traces', .data tbody tr",
        "waterfall, '#/traces?id=0af7651916cd43dd8448eb211c80319c', .waterfall tbody tr",
        "doctor, '#/doctor', .findings tbody tr",
        "unknown, '#/nowhere', 'text=There is no such page'"
    })
    void everyPageIsAccessibleInLightAndDark(String name, String address, String shows) {
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            open(address, scheme, 1400, 800);
            page.waitForSelector(shows);
            accessible();
            shot(name + "-" + scheme.name().toLowerCase(Locale.ROOT));
            context.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "empty, '#/graph', text=No traffic yet",
        "down, '#/graph', text=No graph",
        "down, '#/mesh', text=No answer",
        "down, '#/config', text=No answer",
        "down, '#/traces', text=No answer",
        "blind, '#/graph', text=No badges"
    })
    void everyStateIsSaidInWords(String state, String address, String words) throws Exception {
        mode(state);
        open(address, ColorScheme.LIGHT, 1400, 800);

        page.waitForSelector(words);

        accessible();
        shot("state-" + state + "-" + address.replaceAll("[^a-z]", ""));
    }

    @Test
    void aGraphThatFailsLaterKeepsItsLastPicture() throws Exception {
        open("#/graph", ColorScheme.LIGHT, 1400, 800);
        ready();

        mode("down");

        page.waitForSelector(".graph-note.error");
        assertThat(page.locator(".node")).hasCount(8);
        mode("well");
        page.waitForSelector(".graph-note", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.HIDDEN));
    }

    @Test
    void theGraphShowsNodesEdgesLocksAndBadges() {
        open("#/graph", ColorScheme.LIGHT, 1400, 800);
        ready();

        assertThat(page.locator(".node")).hasCount(8);
        assertThat(page.locator(".edge")).hasCount(7);
        assertThat(page.locator(".box-title"))
                .hasText(new String[] {"istio-system", "servicea", "serviceb", "servicec"});
        assertThat(page.locator(".badge-faultInjection")).hasCount(1);
        assertThat(page.locator(".badge-gateway")).hasCount(1);
        assertThat(page.locator(".lock[d^=M]")).hasCount(7);
    }

    @Test
    void errorsMoveAsDiamondsAndNothingMovesWhereMotionIsUnwanted() {
        open("#/graph", ColorScheme.LIGHT, 1400, 800);
        ready();
        assertThat(page.locator(".dot-error").first()).isAttached();
        assertThat(page.locator(".dot-ok").first()).isAttached();
        context.close();

        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setViewportSize(1400, 800));
        watch("#/graph");
        ready();
        assertThat(page.locator(".dot")).hasCount(0);
    }

    @Test
    void arrowKeysFollowEdgesAndEnterOpensWhatIsFocused() {
        open("#/graph", ColorScheme.LIGHT, 1400, 800);
        ready();
        var gateway = "app:istio-system/istio-ingressgateway@v1";

        page.locator("[data-id='" + gateway + "']").focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("[data-id='" + gateway + ">service:servicea/servicea:http']"))
                .isFocused();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("[data-id='service:servicea/servicea']")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator(".panel h2")).hasText("servicea");
        page.keyboard().press("Escape");
        assertThat(page.locator(".panel")).isHidden();
        assertThat(page.locator("[data-id='service:servicea/servicea']")).isFocused();
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator("[data-id='" + gateway + ">service:servicea/servicea:http']"))
                .isFocused();
    }

    @Test
    void theAddressIsTheState() {
        open("#/graph", ColorScheme.LIGHT, 1400, 800);
        ready();

        page.locator("[data-id='" + A + "']").click();
        page.locator("select[name=label]").selectOption("p95");
        assertThat(page).hasURL(Pattern.compile(".*sel=app.*label=p95.*"));
        var link = page.url();
        context.close();

        open(link.substring(link.indexOf('#')), ColorScheme.LIGHT, 1400, 800);
        ready();
        assertThat(page.locator(".panel h2")).hasText("servicea v1");
        assertThat(page.locator("select[name=label]")).hasValue("p95");
    }

    @Test
    void findMarksAndHideRemoves() {
        open("#/graph?find=fi&hide=name%20contains%20serviceb", ColorScheme.LIGHT, 1400, 800);
        ready();

        assertThat(page.locator(".node.found")).hasCount(1);
        assertThat(page.locator(".node")).hasCount(6);
    }

    @Test
    void theTableSaysTheSameAsThePicture() {
        open("#/graph?view=table", ColorScheme.LIGHT, 1400, 800);
        ready();

        assertThat(page.locator(".graph-table table").first().locator("tbody tr"))
                .hasCount(7);
        assertThat(page.locator(".graph-table table").nth(1).locator("tbody tr"))
                .hasCount(8);
    }

    @Test
    void thePictureCanBeSaved() {
        open("#/graph", ColorScheme.LIGHT, 1400, 800);
        ready();
        page.locator("summary", new Page.LocatorOptions().setHasText("More")).click();

        var svg = page.waitForDownload(() -> page.locator("text=Save as SVG").click());
        assertThat(svg.suggestedFilename()).isEqualTo("tulle-graph.svg");
        var png = page.waitForDownload(() -> page.locator("text=Save as PNG").click());
        assertThat(png.suggestedFilename()).isEqualTo("tulle-graph.png");
        png.saveAs(SHOTS.resolve("export.png"));
    }

    @Test
    void whyAnEdgeIsMissingIsChecked() {
        open("#/graph", ColorScheme.DARK, 1400, 800);
        ready();
        page.locator("summary", new Page.LocatorOptions().setHasText("More")).click();
        page.locator("text=Why is an edge missing?").click();

        page.waitForSelector(".checks li.ok");
        accessible();
        shot("why-dark");
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource({"'#/graph', .node", "'#/mesh', .data tbody tr", "'#/config', .list a", "'#/traces', .data tbody tr"})
    void everyPageFitsThreeHundredAndSixtyPixels(String address, String shows) {
        open(address, ColorScheme.LIGHT, 360, 740);
        page.waitForSelector(shows);

        var overflow =
                page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) overflow).intValue()).isLessThanOrEqualTo(0);
        accessible();
        shot("narrow-" + address.replaceAll("[^a-z]", ""));
    }

    /** The README shows what this test saw; -Dscreenshots.rewrite=true takes the pictures anew. */
    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void theReadmesPicturesAreOfThisConsole(ColorScheme scheme) throws IOException {
        open("#/graph", scheme, 1400, 560);
        ready();
        assertThat(page.locator(".dot-error").first()).isAttached();
        var name = "graph-" + scheme.name().toLowerCase(Locale.ROOT) + ".png";
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("readme-" + name)));
        var published = Path.of("screenshots", name);
        if (Boolean.getBoolean("screenshots.rewrite")) {
            Files.createDirectories(published.getParent());
            Files.copy(SHOTS.resolve("readme-" + name), published, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(published).exists();
        assertThat(Files.size(published)).isLessThan(150_000);
    }
}
