namespace Tasker.Core.Templates;

/// <summary>Inside what a character of a shell script stands.</summary>
internal enum ShellContext
{
    /// <summary>Commands, no quotes.</summary>
    Plain,

    /// <summary><c>$( … )</c>: commands again.</summary>
    Substitution,

    /// <summary><c>( … )</c> among commands.</summary>
    Parentheses,

    /// <summary><c>` … `</c>: commands again.</summary>
    Backtick,

    /// <summary><c>[[ … ]]</c></summary>
    Brackets,

    /// <summary><c>" … "</c></summary>
    Double,

    /// <summary><c>' … '</c></summary>
    Single,

    /// <summary><c>$' … '</c>, which shells read in two ways.</summary>
    Ansi,

    /// <summary><c># …</c></summary>
    Comment,

    /// <summary><c>${ … }</c></summary>
    Braces,

    /// <summary><c>$(( … ))</c> and <c>(( … ))</c></summary>
    Arithmetic,

    /// <summary>The body of a here-document.</summary>
    HereDocument,
}

/// <summary>One level of nesting while a script is scanned.</summary>
internal sealed class ShellFrame(ShellContext context)
{
    public ShellContext Context { get; } = context;

    /// <summary>True where commands stand.</summary>
    public bool HoldsCommands => Context <= ShellContext.Brackets;

    /// <summary>Commands: the next character begins a word.</summary>
    public bool AtWord { get; set; } = true;

    /// <summary>Commands: the next word is the name of a command.</summary>
    public bool AtCommand { get; set; } = true;

    /// <summary>Commands: the name of the one that is being read.</summary>
    public string Command { get; set; } = "";

    /// <summary>Arithmetic: parentheses still open.</summary>
    public int Open { get; set; } = 2;

    /// <summary>Here-document: what ends it.</summary>
    public ShellHereDocument? End { get; init; }

    /// <summary>Here-document: the next character begins a line.</summary>
    public bool AtLine { get; set; } = true;
}

/// <summary>
/// A here-document that was announced: its last line, whether tabs before it do not count, whether its body is taken word for word.
/// </summary>
internal sealed record ShellHereDocument(string Delimiter, bool StripTabs, bool Verbatim);
