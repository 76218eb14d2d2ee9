package dev.tulle.mesh.xds.wire;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.List;
import java.util.SequencedMap;

/** Free-form values. Fields keep the order given, so that equal input gives equal bytes. */
public final class Structs {
    private Structs() {}

    public static Value text(String value) {
        return Value.newBuilder().setStringValue(value).build();
    }

    public static Value number(double value) {
        return Value.newBuilder().setNumberValue(value).build();
    }

    public static Value object(Struct fields) {
        return Value.newBuilder().setStructValue(fields).build();
    }

    public static Value list(List<Value> items) {
        return Value.newBuilder()
                .setListValue(ListValue.newBuilder().addAllValues(items))
                .build();
    }

    /** An object of one field. */
    public static Struct of(String name, Value value) {
        return Struct.newBuilder().putFields(name, value).build();
    }

    /** An object whose values are all texts. */
    public static Struct texts(SequencedMap<String, String> fields) {
        var struct = Struct.newBuilder();
        fields.forEach((name, value) -> struct.putFields(name, text(value)));
        return struct.build();
    }
}
