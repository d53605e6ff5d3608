using System.Globalization;
using Tasker.Core.Values;

namespace Tasker.Formats.Text;

/// <summary>YAML values as the values of inputs and expressions, by the core schema of YAML 1.2.</summary>
internal static class YamlValues
{
    /// <summary>
    /// Without quotes <c>true</c>, <c>false</c>, <c>null</c>, <c>~</c>, nothing and numbers mean what they say; everything else is text
    /// (so are <c>yes</c>, <c>no</c>, <c>on</c> and <c>off</c>).
    /// </summary>
    public static Value Read(YamlNode node) => node switch
    {
        YamlNode.List list => new Value.List([.. list.Items.Select(Read)]),
        YamlNode.Map map => Value.Map.From(map.Entries.Select(entry => KeyValuePair.Create(entry.Name, Read(entry.Value)))),
        YamlNode.Scalar { IsEmpty: true } => Value.None,
        YamlNode.Scalar { Style: ScalarStyle.Plain, Text: "true" } => Value.True,
        YamlNode.Scalar { Style: ScalarStyle.Plain, Text: "false" } => Value.False,
        YamlNode.Scalar { Style: ScalarStyle.Plain } plain when Number(plain.Text) is { } number => Value.Of(number),
        YamlNode.Scalar scalar => Value.Of(scalar.Text),
        _ => Value.None,
    };

    /// <summary>Decimal numbers only; <c>.inf</c>, <c>0x1F</c> and <c>1_000</c> stay text.</summary>
    private static double? Number(string text) =>
        text.Length is > 0 and < 64 && (char.IsAsciiDigit(text[^1]) || text[^1] == '.')
            && (text[0] is '-' or '+' or '.' || char.IsAsciiDigit(text[0]))
        && double.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
            out var number)
        && double.IsFinite(number)
            ? number
            : null;
}
