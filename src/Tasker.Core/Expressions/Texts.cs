using System.Globalization;

namespace Tasker.Core.Expressions;

/// <summary>What expressions ask of a text.</summary>
internal static class Texts
{
    /// <summary>Characters as people count them in code: a pair of surrogates is one.</summary>
    public static int CountCharacters(string text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                count--;
            }
        }

        return count;
    }

    /// <summary>The number that the text says, blanks around it allowed; null when it says none or one too large.</summary>
    public static double? ReadNumber(string text)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign
            | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return text.Length <= 400 && double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : null;
    }
}
