namespace Tasker.Core.Expressions;

/// <summary>Why a text is no expression, and at which character.</summary>
internal sealed record SyntaxProblem(string Code, int Offset, string What, string Why, string Fix)
{
    public const string Empty = "TSK1001";
    public const string TooLarge = "TSK1002";
    public const string Unreadable = "TSK1003";
    public const string Misplaced = "TSK1004";
    public const string UnknownOperator = "TSK1005";
    public const string Call = "TSK1006";

    /// <summary>A piece of the text, short enough for a message.</summary>
    public static string Clip(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..39]}…";
}
