package dev.tulle.cli.up;

import dev.tulle.cli.process.ProcessStarter;

/** What every supervised process needs. */
record Supervision(Loop loop, ProcessStarter starter, HealthChecks checks) {}
