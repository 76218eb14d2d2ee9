package dev.tulle.console.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.console.doctor.Doctor;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What is wrong with the mesh. */
@Path("/api/doctor")
public class DoctorResource {
    private final Doctor doctor;

    DoctorResource(Doctor doctor) {
        this.doctor = doctor;
    }

    /** {@code findings}, the worst first. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public String examine() throws InterruptedException {
        var json = JsonNodeFactory.instance.objectNode();
        var findings = json.putArray("findings");
        doctor.examine().forEach(finding -> findings.addObject()
                .put("severity", finding.severity().word())
                .put("id", finding.id())
                .put("object", finding.object())
                .put("cause", finding.cause())
                .put("fix", finding.fix()));
        return json.toString();
    }
}
