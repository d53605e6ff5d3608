namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Phases are written with their number and without: <c>03-implementation</c> and <c>implementation</c> are one phase.</summary>
internal static class PhaseName
{
    /// <summary>The name without the number before it, in small letters.</summary>
    public static string Of(string written)
    {
        var name = written.Trim();
        var digits = name.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits > 0 && digits + 1 < name.Length && name[digits] is ('-' or '_' or '.' or ' '))
        {
            name = name[(digits + 1)..];
        }

        return name.ToLowerInvariant();
    }
}
