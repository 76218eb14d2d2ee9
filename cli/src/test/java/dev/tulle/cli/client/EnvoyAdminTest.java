package dev.tulle.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class EnvoyAdminTest {
    @Test
    void nothingSecretIsHandedOnWhateverEnvoyLeavesOut() throws JsonProcessingException {
        var dump = """
                {"configs":[{"secret":{"name":"default",
                  "tls_certificate":{"certificate_chain":{"inline_bytes":"QUJD"},"private_key":{"inline_bytes":"KEY"}},
                  "generic_secret":{"secret":{"inline_string":"TOKEN"}}}}]}""";

        assertThat(EnvoyAdmin.redacted(new ObjectMapper().readTree(dump)).toString())
                .contains("QUJD", "\"private_key\":\"[redacted]\"")
                .doesNotContain("KEY\"", "TOKEN");
    }
}
