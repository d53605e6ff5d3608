namespace Tasker.Cli.Commands.Planning.Plain;

/// <summary>The words behind a plain command, read.</summary>
/// <param name="Folder">The planning folder; null: none was named.</param>
/// <param name="WantsJson">True when the answer is to be JSON.</param>
/// <param name="Values">What was typed, by the name of the option or argument; switches have an empty value.</param>
internal sealed record PlainWords(string? Folder, bool WantsJson, IReadOnlyDictionary<string, string> Values)
{
    private static readonly PlainOption FolderOption = new("--planning-dir", "") { Aliases = ["-p"], HelpName = "dir" };
    private static readonly PlainOption FormatOption = new("--format", "") { HelpName = "format", Words = ["text", "json"] };
    private static readonly PlainOption JsonOption = new("--json", "");

    /// <summary>Reads words each of which can be one thing only.</summary>
    /// <returns>Null when the parser has to say what they are, and what is wrong with them.</returns>
    public static PlainWords? Read(PlainCommand command, ReadOnlySpan<string> words)
    {
        var (values, arguments) = (new Dictionary<string, string>(StringComparer.Ordinal), 0);
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            var isOption = word.StartsWith('-');
            if (word.Length == 0 || (isOption ? OptionOf(command, word) : arguments < command.Arguments.Length ? command.Arguments[arguments++] : null) is not { } option)
            {
                return null;
            }

            var value = !isOption ? word : option.HelpName is null ? "" : i + 1 < words.Length ? words[++i] : "-";
            if (value.StartsWith('-') || (option.HelpName is not null && value.Length == 0) || !option.Takes(value) || !values.TryAdd(option.Name, value))
            {
                return null;
            }
        }

        var isJson = values.ContainsKey(JsonOption.Name) || values.GetValueOrDefault(FormatOption.Name) == "json";
        return arguments == command.Arguments.Length || command.Arguments[arguments].IsOptional ? new PlainWords(values.GetValueOrDefault(FolderOption.Name), isJson, values) : null;
    }

    private static PlainOption? OptionOf(PlainCommand command, string word)
    {
        foreach (var option in command.Options)
        {
            if (option.IsCalled(word))
            {
                return option;
            }
        }

        return FolderOption.IsCalled(word) ? FolderOption : FormatOption.IsCalled(word) ? FormatOption : JsonOption.IsCalled(word) ? JsonOption : null;
    }
}
