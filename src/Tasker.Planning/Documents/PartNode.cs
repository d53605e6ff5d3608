using System.Buffers.Text;
using System.Text.Json.Nodes;
using Tasker.Core.Values.Indexes;

namespace Tasker.Planning.Documents;

/// <summary>
/// Nodes made of what was read, as the parser makes them. Its way with whole documents takes long to get ready at the start of a program.
/// </summary>
/// <remarks>A number is to be read with <see cref="JsonView.Number(JsonNode?)"/>: it may be kept as a whole one, a real one, or its digits.</remarks>
internal static class PartNode
{
    private const int MostDigits = 18; // Less than the largest whole number.
    private const int LongestReal = 32;

    /// <summary>A value that is there as a node; null for <c>null</c>.</summary>
    public static JsonNode? ToNode(this JsonPart part)
    {
        switch (part.Kind)
        {
            case JsonKind.Map:
                var map = new JsonObject();
                foreach (var field in part.Inside)
                {
                    map.Add(field.Name, field.ToNode());
                }

                return map;
            case JsonKind.List:
                var list = new JsonArray();
                foreach (var item in part.Inside)
                {
                    list.Add(item.ToNode());
                }

                return list;
            case JsonKind.Text or JsonKind.Escaped:
                return JsonValue.Create(part.Text);
            case JsonKind.True or JsonKind.False:
                return JsonValue.Create(part.IsTrue);
            case JsonKind.Number:
                return WholeOf(part.Bytes) ?? RealOf(part.Bytes) ?? JsonNode.Parse(part.Bytes);
            default:
                return null;
        }
    }

    /// <summary>A number of digits alone; null for every other.</summary>
    private static JsonValue? WholeOf(ReadOnlySpan<byte> digits)
    {
        if (digits.Length > MostDigits)
        {
            return null;
        }

        var number = 0L;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return null;
            }

            number = (number * 10) + (digit - '0');
        }

        return JsonValue.Create(number);
    }

    /// <summary>A number that is written again with the digits that were read; null for every other.</summary>
    private static JsonValue? RealOf(ReadOnlySpan<byte> digits)
    {
        Span<byte> again = stackalloc byte[LongestReal];
        return Utf8Parser.TryParse(digits, out double number, out var read) && read == digits.Length && double.IsFinite(number)
            && Utf8Formatter.TryFormat(number, again, out var length) && again[..length].SequenceEqual(digits)
            ? JsonValue.Create(number) : null;
    }
}
