using System.Text;
using Tasker.Core.Diagnostics;
using Tasker.Executors.Processes;

namespace Tasker.Executors.Agents;

/// <summary>
/// The agent files and skills of a project: <c>.claude/agents/**/*.md</c> and <c>.claude/skills/&lt;name&gt;/SKILL.md</c>.
/// </summary>
/// <remarks>
/// A name from outside is only compared with what is there, never made part of a path. Files that lead outside the project once
/// links are resolved, or are larger than 256 KiB, are refused.
/// </remarks>
/// <param name="root">The project root; absolute.</param>
public sealed class AgentFolder(string root)
{
    /// <summary>Code of the finding that no agent has a name.</summary>
    internal const string NoSuchAgent = "TSK4001";

    private const string Agents = ".claude/agents";
    private const string Skills = ".claude/skills";
    private const string SkillText = "SKILL.md";
    private const int MostFiles = 1000;
    private const int MostBytes = 256 << 10;
    private const int Deepest = 3;

    /// <summary>Names of all agent files, ascending: those in their front matter, else those of the files.</summary>
    public IReadOnlyList<string> AgentNames => NamesOf(AgentFiles());

    /// <summary>Names of all skills, ascending.</summary>
    public IReadOnlyList<string> SkillNames =>
        [.. SkillFolders().Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>Finds an agent file by the name in its front matter, or else by its file name.</summary>
    /// <returns>The agent, or why there is none: the names that there are, and the nearest.</returns>
    public ParseResult<AgentFile> FindAgent(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var all = AgentFiles().ToList();
        var found = all.Find(f => f.Value?.Name == name)
            ?? all.Find(f => f.Value is { } a && Path.GetFileNameWithoutExtension(a.Path) == name);
        if (found is not null)
        {
            return found;
        }

        // A file of that name that cannot be used says more than "there is none".
        return all.Find(f => f.Value is null && Path.GetFileNameWithoutExtension(f.Diagnostics[0].Where.Path) == name)
            ?? Missing<AgentFile>(NoSuchAgent, Agents, "agent", name, NamesOf(all), $"add {Agents}/{name}.md");
    }

    /// <summary>Finds a skill by the name of its folder.</summary>
    /// <returns>The skill, or why there is none: the names that there are, and the nearest.</returns>
    public ParseResult<SkillFile> FindSkill(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (SkillFolders().FirstOrDefault(f => Path.GetFileName(f) == name) is not { } folder)
        {
            return Missing<SkillFile>("TSK4002", Skills, "skill", name, SkillNames, $"add {Skills}/{name}/{SkillText}");
        }

        var file = Path.Combine(folder, SkillText);
        var (text, problem) = Read(file);
        return text is null
            ? new ParseResult<SkillFile>(null, [problem!])
            : new ParseResult<SkillFile>(new SkillFile(name, Below(file), text), []);
    }

    private static string[] NamesOf(IEnumerable<ParseResult<AgentFile>> files) =>
        [.. files.Select(f => f.Value?.Name).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static ParseResult<T> Missing<T>(
        string code, string folder, string kind, string name, IReadOnlyList<string> known, string add)
        where T : class
    {
        var what = $"There is no {kind} '{name}'.";
        var why = known.Count == 0 ? $"{folder} holds none." : $"{folder} holds: {string.Join(", ", known)}.";
        var fix = Suggestions.DidYouMean(name, known, $"Use one of them, or {add}.");
        return new ParseResult<T>(null, [new Diagnostic(code, Severity.Error, new Place(folder), what, why, fix)]);
    }

    private IEnumerable<ParseResult<AgentFile>> AgentFiles()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Deepest, IgnoreInaccessible = true };
        foreach (var file in Entries(Agents, f => Directory.EnumerateFiles(f, "*.md", options)))
        {
            var (text, problem) = Read(file);
            if (text is null)
            {
                yield return new ParseResult<AgentFile>(null, [problem!]);
                continue;
            }

            var (fields, body) = FrontMatter.Split(text);
            var name = fields.GetValueOrDefault("name") is { Length: > 0 } given ? given : Path.GetFileNameWithoutExtension(file);
            var model = fields.GetValueOrDefault("model") is { Length: > 0 } asked and not "inherit" ? asked : null;
            yield return new ParseResult<AgentFile>(new AgentFile(name, Below(file), model, body), []);
        }
    }

    private IEnumerable<string> SkillFolders() =>
        Entries(Skills, Directory.EnumerateDirectories).Where(f => File.Exists(Path.Combine(f, SkillText)));

    private string[] Entries(string folder, Func<string, IEnumerable<string>> list)
    {
        try
        {
            var full = Path.Combine(root, folder);
            return Directory.Exists(full) ? [.. list(full).Take(MostFiles).Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private string Below(string file) => Path.GetRelativePath(root, file).Replace('\\', '/');

    private (string? Text, Diagnostic? Problem) Read(string file)
    {
        var why = "";
        try
        {
            if (!InsideRoot.Holds(root, file, out _))
            {
                why = "It leads outside the project once links are resolved.";
            }
            else if (new FileInfo(file).Length > MostBytes)
            {
                why = $"It is larger than {MostBytes >> 10} KiB.";
            }
            else
            {
                return (File.ReadAllText(file, Encoding.UTF8), null);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            why = e.Message;
        }

        return (null, new Diagnostic(
            "TSK4003", Severity.Error, new Place(Below(file)), $"'{Below(file)}' cannot be used.", why,
            "Put a file of the project itself there, shorter than that."));
    }
}
