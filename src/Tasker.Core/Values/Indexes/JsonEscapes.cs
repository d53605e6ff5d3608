using System.Text;

namespace Tasker.Core.Values.Indexes;

/// <summary>Escapes in the texts of JSON.</summary>
internal static class JsonEscapes
{
    /// <summary>How many digits stand behind <c>\u</c>.</summary>
    public const int Digits = 4;

    /// <summary>The number that stands behind <c>\u</c>; less than 0 when there is none.</summary>
    public static int Unit(ReadOnlySpan<byte> text, int at)
    {
        if (at + Digits > text.Length)
        {
            return -1;
        }

        var unit = 0;
        for (var i = at; i < at + Digits; i++)
        {
            var c = (char)text[i];
            if (!char.IsAsciiHexDigit(c))
            {
                return -1;
            }

            unit = (unit << 4) | (char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        }

        return unit;
    }

    /// <summary>The text that is meant by one whose escapes are whole.</summary>
    public static string Undo(ReadOnlySpan<byte> text)
    {
        var meant = new StringBuilder(text.Length);
        while (text.IndexOf((byte)'\\') is >= 0 and var escape)
        {
            meant.Append(Encoding.UTF8.GetString(text[..escape]));
            var c = (char)text[escape + 1];
            meant.Append(c switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)Unit(text, escape + 2),
                _ => c,
            });
            text = text[(escape + 2 + (c == 'u' ? Digits : 0))..];
        }

        return meant.Append(Encoding.UTF8.GetString(text)).ToString();
    }
}
