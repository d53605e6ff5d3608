namespace Tasker.Planning.Files;

/// <summary>Texts of others on one line.</summary>
public static class OneLine
{
    /// <summary>The text with a blank for each line end.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var c in text)
        {
            if (c is < ' ' or > '~')
            {
                return text.ReplaceLineEndings(" ");
            }
        }

        return text; // Nearly every text. Looking for line ends of all alphabets has much to get ready first.
    }
}
