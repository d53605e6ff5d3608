namespace Tasker.Cli.Screens;

/// <summary>Colours where they are wanted; plain text elsewhere.</summary>
/// <param name="IsOn">True when colours are wanted.</param>
internal readonly record struct Ink(bool IsOn)
{
    public string Red(string text) => In("31", text);

    public string Green(string text) => In("32", text);

    public string Yellow(string text) => In("33", text);

    public string Blue(string text) => In("34", text);

    public string Cyan(string text) => In("36", text);

    public string Dim(string text) => In("2", text);

    public string Bold(string text) => In("1", text);

    /// <summary>Background and foreground changed for each other. What is inside must have no colours of its own.</summary>
    public string Reverse(string text) => In("7", text);

    private string In(string code, string text) => IsOn && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
