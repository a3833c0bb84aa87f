using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Profiles.Core.Events;
using Profiles.Core.Text;
using Profiles.Core.Units;

namespace Profiles.Contracts.Messages;

/// <summary>A record as the bytes that stand in the log, in base 64. Whose it is, the message says elsewhere.</summary>
internal sealed class UnitRecordConverter : JsonConverter<UnitRecord>
{
    // The bytes begin with a unit; the grain that receives them knows its own.
    private static readonly UnitKey Anyone = new("-", UnitKind.User, "-");

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(UnitRecord));

    public override UnitRecord Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        UnitRecordCodec.Decode(reader.GetBytesFromBase64(), new Utf8StringPool(), out var record);
        return record;
    }

    public override void Write(Utf8JsonWriter writer, UnitRecord value, JsonSerializerOptions options)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        UnitRecordCodec.Encode(bytes, Anyone, value);
        writer.WriteBase64StringValue(bytes.WrittenSpan);
    }
}
