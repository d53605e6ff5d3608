using System.Diagnostics;

namespace Tasker.Core.Workflows;

/// <summary>The words of the canonical form for the choices of the model; never changed, independent of C# names.</summary>
internal static class WorkflowWords
{
    public static string Of(NeedKind kind) => kind switch
    {
        NeedKind.Succeeded => "succeeded",
        NeedKind.Passed => "passed",
        NeedKind.Ended => "ended",
        NeedKind.Started => "started",
        _ => throw Missing(kind),
    };

    public static string Of(FailurePolicy policy) => policy switch
    {
        FailurePolicy.Block => "block",
        FailurePolicy.Continue => "continue",
        FailurePolicy.Stop => "stop",
        _ => throw Missing(policy),
    };

    public static string Of(GroupOrder order) => order switch
    {
        GroupOrder.Graph => "graph",
        GroupOrder.Parallel => "parallel",
        GroupOrder.Sequence => "sequence",
        _ => throw Missing(order),
    };

    public static string Of(BackgroundEnd end) => end switch
    {
        BackgroundEnd.Wait => "wait",
        BackgroundEnd.Stop => "stop",
        _ => throw Missing(end),
    };

    public static string Of(OutputKind kind) => kind switch
    {
        OutputKind.File => "file",
        OutputKind.Stdout => "stdout",
        OutputKind.Reported => "reported",
        _ => throw Missing(kind),
    };

    public static string Of(InputType type) => type switch
    {
        InputType.Any => "any",
        InputType.String => "string",
        InputType.Number => "number",
        InputType.Boolean => "boolean",
        InputType.List => "list",
        InputType.Map => "map",
        _ => throw Missing(type),
    };

    public static string Of(TextSyntax syntax) => syntax switch
    {
        TextSyntax.Expressions => "expressions",
        TextSyntax.Handlebars => "handlebars",
        _ => throw Missing(syntax),
    };

    /// <summary>The choice that a word stands for.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static T Read<T>(string? word, Func<T, string> of)
        where T : struct, Enum
    {
        foreach (var choice in Enum.GetValues<T>())
        {
            if (of(choice) == word)
            {
                return choice;
            }
        }

        throw new FormatException($"'{word}' is no {typeof(T).Name}");
    }

    private static UnreachableException Missing(Enum choice) => new($"WorkflowWords has no word for {choice}.");
}
