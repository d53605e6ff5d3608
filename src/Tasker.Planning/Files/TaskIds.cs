namespace Tasker.Planning.Files;

/// <summary>Ids of tasks: <c>T</c> and digits. Nothing else may become part of a path.</summary>
public static class TaskIds
{
    private const int Longest = 19;

    /// <summary>Orders ids by their number, then as text: <c>T2</c> before <c>T10</c>. What is no id comes last.</summary>
    public static IComparer<string> Order { get; } = Comparer<string>.Create(Compare);

    /// <summary>True for <c>T</c> and one to eighteen digits.</summary>
    public static bool IsValid(string? id)
    {
        if (id is null || id.Length is < 2 or > Longest || id[0] != 'T')
        {
            return false;
        }

        foreach (var c in id.AsSpan(1))
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The id itself.</summary>
    /// <exception cref="PlanningException">It is none.</exception>
    public static string Checked(string? id) => IsValid(id)
        ? id!
        : throw new PlanningException(PlanningCodes.NotFound, $"'{id}' is no id of a task: an id is 'T' and digits, such as T001.");

    private static int Compare(string? a, string? b)
    {
        var (left, right) = (Number(a), Number(b));
        return left != right ? left.CompareTo(right) : string.CompareOrdinal(a, b);
    }

    private static long Number(string? id)
    {
        if (id is null || id.Length is < 2 or > Longest || id[0] != 'T')
        {
            return long.MaxValue;
        }

        var number = 0L;
        for (var at = 1; at < id.Length; at++)
        {
            if (!char.IsAsciiDigit(id[at]))
            {
                return long.MaxValue;
            }

            number = (number * 10) + (id[at] - '0');
        }

        return number;
    }
}
