namespace Tasker.Formats.Steps.Spec;

/// <summary>The words of a text: runs of letters.</summary>
internal static class Words
{
    /// <summary>The words in their order.</summary>
    public static IEnumerable<string> In(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            while (i < text.Length && char.IsLetter(text[i]))
            {
                i++;
            }

            if (i > start)
            {
                yield return text[start..i];
            }
        }
    }
}
