package dev.tulle.mesh.injection.capture;

import dev.tulle.mesh.injection.capture.Rule.Chain;
import dev.tulle.mesh.injection.capture.Rule.Match;
import dev.tulle.mesh.injection.capture.Rule.Sense;
import dev.tulle.mesh.injection.capture.Rule.Target;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;

/** Rules as {@code iptables-restore} reads them. A declared chain is emptied first, so that a second run changes nothing. */
final class IptablesText {
    private IptablesText() {}

    static String of(Collection<Rule> rules) {
        var text = new StringBuilder("*nat\n");
        for (var chain : Chain.values()) {
            if (!chain.isHook()) {
                text.append(':').append(chain).append(" - [0:0]\n");
            }
        }
        var byChain = new EnumMap<Chain, StringBuilder>(Chain.class);
        for (var rule : rules) {
            line(rule, byChain.computeIfAbsent(rule.chain(), chain -> new StringBuilder()));
        }
        byChain.values().forEach(text::append);
        return text.append("COMMIT\n").toString();
    }

    private static void line(Rule rule, StringBuilder text) {
        text.append("-A ").append(rule.chain());
        protocol(rule.matches(), text);
        rule.matches().forEach(match -> text.append(of(match)));
        switch (rule.target()) {
            case Target.Return() -> text.append(" -j RETURN");
            case Target.Jump(var chain) -> text.append(" -j ").append(chain);
            case Target.Redirect(var port) ->
                text.append(" -j REDIRECT --to-ports ").append(port);
        }
        text.append('\n');
    }

    private static void protocol(List<Match> matches, StringBuilder text) {
        if (matches.stream().anyMatch(match -> match instanceof Match.Tcp || match instanceof Match.DestinationPort)) {
            text.append(" -p tcp");
        }
    }

    private static String of(Match match) {
        return switch (match) {
            case Match.Tcp() -> "";
            case Match.InInterface(var name) -> " -i " + name;
            case Match.OutInterface(var name) -> " -o " + name;
            case Match.Source(var range) -> " -s " + range.text();
            case Match.Destination(var sense, var range) -> not(sense) + " -d " + range.text();
            case Match.DestinationPort(var port) -> " --dport " + port;
            case Match.OwnerUser(var sense, var uid) -> " -m owner" + not(sense) + " --uid-owner " + uid;
            case Match.OwnerGroup(var sense, var gid) -> " -m owner" + not(sense) + " --gid-owner " + gid;
        };
    }

    private static String not(Sense sense) {
        return switch (sense) {
            case IS -> "";
            case IS_NOT -> " !";
        };
    }
}
