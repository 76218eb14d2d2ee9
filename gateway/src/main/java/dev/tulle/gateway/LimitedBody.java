package dev.tulle.gateway;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A body that fails with {@link TooLarge} once more than the limit has come. Thread: the event loop of its connection. */
final class LimitedBody implements ReadStream<Buffer> {
    /** The body is longer than the gateway takes. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final long limit;

        TooLarge(long limit) {
            super("the body is longer than " + limit + " bytes");
            this.limit = limit;
        }

        String words() {
            return "the body is longer than the " + limit + " bytes that the gateway takes";
        }
    }

    private final ReadStream<Buffer> body;
    private final long limit;
    private long seen;
    private @Nullable Handler<Throwable> failed;

    /** @param limit in bytes */
    LimitedBody(ReadStream<Buffer> body, long limit) {
        this.body = body;
        this.limit = limit;
    }

    @Override
    public LimitedBody handler(@Nullable Handler<Buffer> handler) {
        body.handler(handler == null ? null : part -> hand(part, handler));
        return this;
    }

    private void hand(Buffer part, Handler<Buffer> handler) {
        var before = seen;
        seen += part.length();
        if (seen <= limit) {
            handler.handle(part);
        } else if (before <= limit && failed != null) {
            failed.handle(new TooLarge(limit));
        }
    }

    @Override
    public LimitedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        failed = handler;
        body.exceptionHandler(handler);
        return this;
    }

    @Override
    public LimitedBody pause() {
        body.pause();
        return this;
    }

    @Override
    public LimitedBody resume() {
        body.resume();
        return this;
    }

    @Override
    public LimitedBody fetch(long amount) {
        body.fetch(amount);
        return this;
    }

    @Override
    public LimitedBody endHandler(@Nullable Handler<Void> handler) {
        body.endHandler(handler);
        return this;
    }
}
