package dev.tulle.mesh.injection.capture;

import dev.tulle.mesh.injection.capture.Cidr.Family;
import dev.tulle.mesh.injection.capture.Rule.Chain;
import dev.tulle.mesh.injection.capture.Rule.Match;
import dev.tulle.mesh.injection.capture.Rule.Sense;
import dev.tulle.mesh.injection.capture.Rule.Target;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** Rules as {@code nft -f} reads them: a table of our own, replaced in one transaction. */
final class NftablesText {
    private static final String TABLE = "tulle_capture";
    /** A chain must stand before the rules that jump to it. */
    private static final Chain[] ORDER = {
        Chain.ISTIO_REDIRECT,
        Chain.ISTIO_IN_REDIRECT,
        Chain.ISTIO_INBOUND,
        Chain.ISTIO_OUTPUT,
        Chain.PREROUTING,
        Chain.OUTPUT
    };

    private NftablesText() {}

    static String of(Collection<Rule> rules, Family family) {
        var protocol = protocol(family);
        var table = "table " + protocol + " " + TABLE;
        // Deleting needs a table that is there.
        var text = new StringBuilder("add " + table + "\ndelete " + table + "\n" + table + " {\n");
        var byChain = new EnumMap<Chain, StringBuilder>(Chain.class);
        for (var rule : rules) {
            line(rule, protocol, byChain.computeIfAbsent(rule.chain(), chain -> new StringBuilder()));
        }
        for (var chain : ORDER) {
            chain(chain, byChain, text);
        }
        return text.append("}\n").toString();
    }

    private static void chain(Chain chain, Map<Chain, StringBuilder> byChain, StringBuilder text) {
        text.append("\tchain ").append(chain).append(" {\n");
        if (chain.isHook()) {
            text.append("\t\ttype nat hook ")
                    .append(chain == Chain.PREROUTING ? "prerouting" : "output")
                    .append(" priority -100; policy accept;\n");
        }
        text.append(byChain.getOrDefault(chain, new StringBuilder())).append("\t}\n");
    }

    private static void line(Rule rule, String protocol, StringBuilder text) {
        text.append("\t\t");
        rule.matches().forEach(match -> text.append(of(match, protocol)).append(' '));
        text.append(
                        switch (rule.target()) {
                            case Target.Return() -> "return";
                            case Target.Jump(var chain) -> "jump " + chain;
                            case Target.Redirect(var port) -> "redirect to :" + port;
                        })
                .append('\n');
    }

    private static String of(Match match, String protocol) {
        return switch (match) {
            case Match.Tcp() -> "meta l4proto tcp";
            case Match.InInterface(var name) -> "iifname \"" + name + "\"";
            case Match.OutInterface(var name) -> "oifname \"" + name + "\"";
            case Match.Source(var range) -> protocol + " saddr " + range.text();
            case Match.Destination(var sense, var range) -> protocol + " daddr " + not(sense) + range.text();
            case Match.DestinationPort(var port) -> "tcp dport " + port;
            case Match.OwnerUser(var sense, var uid) -> "meta skuid " + not(sense) + uid;
            case Match.OwnerGroup(var sense, var gid) -> "meta skgid " + not(sense) + gid;
        };
    }

    private static String not(Sense sense) {
        return switch (sense) {
            case IS -> "";
            case IS_NOT -> "!= ";
        };
    }

    private static String protocol(Family family) {
        return switch (family) {
            case IPV4 -> "ip";
            case IPV6 -> "ip6";
        };
    }
}
