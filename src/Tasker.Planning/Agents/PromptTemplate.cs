using System.Text;
using System.Text.RegularExpressions;
using Tasker.Core.Diagnostics;
using Tasker.Engine.Files;
using Tasker.Planning.Files;

namespace Tasker.Planning.Agents;

/// <summary>
/// What an agent is told, with places like <c>{TASK_ID}</c> that are filled in. The product ships one for each of its agents; a file of the
/// same name in <c>.tasker/prompts</c> takes its place.
/// </summary>
public sealed partial class PromptTemplate
{
    private const int LargestSize = 1 << 20;

    private readonly string _text;

    private PromptTemplate(string text) => _text = text;

    /// <summary>Where the template of an agent is looked for before the one that is shipped.</summary>
    public static string PathOf(PlanningFolder folder, string agent)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Path.Combine(folder.Root, "prompts", $"{agent}.md");
    }

    /// <summary>The template that is shipped.</summary>
    public static string Shipped(string agent)
    {
        using var stream = typeof(PromptTemplate).Assembly.GetManifestResourceStream($"prompts/{agent}.md")
            ?? throw new ArgumentException($"There is no agent '{agent}'.", nameof(agent));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Reads the template of an agent.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="places">Names that can be filled in.</param>
    /// <param name="required">Those of them without which an agent could not do its work.</param>
    /// <exception cref="PlanningException">The project's own template cannot be used; every reason is told.</exception>
    public static PromptTemplate Read(PlanningFolder folder, string agent, IReadOnlyCollection<string> places, IReadOnlyCollection<string> required)
    {
        var path = PathOf(folder, agent);
        if (JsonFile.Bytes(path) is not { } bytes)
        {
            return new PromptTemplate(Shipped(agent));
        }

        var text = Encoding.UTF8.GetString(bytes);
        var named = Place().Matches(text).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var problems = new List<string>();
        if (bytes.Length > LargestSize)
        {
            problems.Add($"it is larger than {LargestSize >> 20} MB");
        }

        problems.AddRange(named.Except(places).Select(name => $"nothing is known for {{{name}}}. {Suggestions.DidYouMean(name, places, $"Known are: {string.Join(", ", places)}.")}"));
        problems.AddRange(required.Except(named).Select(name => $"it does not tell {{{name}}}, without which the agent cannot do its work"));
        return problems.Count == 0
            ? new PromptTemplate(text)
            : throw new PlanningException(PlanningCodes.Schema, $"The prompt template '{path}' cannot be used: {string.Join("; ", problems)}. Remove the file to use the one that is shipped.");
    }

    /// <summary>Writes the template that is shipped to where it can be edited; one that is there stays.</summary>
    /// <returns>The file, and whether it was written.</returns>
    public static async Task<(string Path, bool IsNew)> WriteAsync(PlanningFolder folder, string agent, CancellationToken cancellationToken)
    {
        var path = PathOf(folder, agent);
        if (File.Exists(path))
        {
            return (path, false);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await AtomicFile.WriteAsync(path, Encoding.UTF8.GetBytes(Shipped(agent)), cancellationToken);
        return (path, true);
    }

    /// <summary>The text with its places filled in. What is filled in is not looked at again.</summary>
    public string Fill(IReadOnlyDictionary<string, string> values) =>
        Place().Replace(_text, match => values.TryGetValue(match.Groups[1].Value, out var value) ? value : match.Value);

    [GeneratedRegex(@"\{([A-Z][A-Z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
