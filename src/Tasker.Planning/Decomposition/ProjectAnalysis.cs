using System.Text;
using System.Text.RegularExpressions;

namespace Tasker.Planning.Decomposition;

/// <summary>What is there in a target directory, as agents must know it that see nothing else of it. Nothing of it is run, and no link is followed.</summary>
/// <param name="IsExisting">True when there is source code.</param>
/// <param name="Context">The text for agents; the same files make the same text.</param>
public sealed partial record ProjectAnalysis(bool IsExisting, string Context)
{
    private const int MostFiles = 20_000;
    private const int MostListed = 120;
    private const int MostSamples = 10;
    private const int LongestExcerpt = 1500;
    private const int DeepestListed = 3;

    private static readonly HashSet<string> Passed = new(StringComparer.Ordinal)
    {
        "node_modules", "__pycache__", ".git", "venv", ".venv", "dist", "build", ".pytest_cache", ".tasker", "bin", "obj", "target", "archive",
    };

    private static readonly (string Ending, string Language)[] Languages =
    [
        (".py", "Python"), (".ts", "TypeScript"), (".tsx", "TypeScript"), (".js", "JavaScript"), (".go", "Go"), (".rs", "Rust"), (".java", "Java"),
        (".kt", "Kotlin"), (".cs", "C#"), (".rb", "Ruby"), (".php", "PHP"), (".swift", "Swift"), (".c", "C"), (".cpp", "C++"),
    ];

    private static readonly string[] Configurations =
        ["package.json", "pyproject.toml", "Cargo.toml", "go.mod", "Makefile", "requirements.txt", "setup.py", "tsconfig.json", "pom.xml", "build.gradle", "Gemfile", "composer.json"];

    private static readonly string[] SourceFolders = ["src", "lib", "app", "pkg", "cmd", "internal"];
    private static readonly string[] TestFolders = ["tests", "test", "spec", "__tests__"];

    private static readonly (string Name, Regex Shape)[] Namings = [("snake_case", Snake()), ("kebab-case", Kebab()), ("PascalCase", Pascal()), ("camelCase", Camel())];

    /// <summary>Looks at a target directory.</summary>
    public static ProjectAnalysis Of(string target)
    {
        var files = Files(target).Take(MostFiles).ToArray();
        var sources = files.Where(file => LanguageOf(file) is not null).ToArray();
        return sources.Length == 0
            ? new ProjectAnalysis(false, $"Directory: {target}\nProject Type: new\nNew project - no existing patterns to follow; establish sensible conventions.")
            : new ProjectAnalysis(true, Describe(target, files, sources));
    }

    private static string Describe(string target, string[] files, string[] sources)
    {
        var text = new StringBuilder($"Directory: {target}\nProject Type: existing\n");
        var languages = sources.GroupBy(file => LanguageOf(file)!).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal);
        var configurations = Configurations.Where(name => files.Contains(name)).ToArray();
        text.Append($"Stack: {string.Join(", ", languages.Select(group => $"{group.Key} ({group.Count()} files)"))}{(configurations.Length > 0 ? $"; {string.Join(", ", configurations)}" : "")}\n");
        text.Append($"Source Layout: {Folders(files, SourceFolders, "no usual source folder")}\n");
        text.Append($"Test Layout: {Folders(files, TestFolders, "no usual test folder")}\n");
        text.Append("Key Patterns:\n");
        if (NamingOf(sources) is { } naming)
        {
            text.Append($"- Naming of files: {naming}\n");
        }

        text.Append($"- Code to learn from: {string.Join(", ", sources.Take(MostSamples))}\n");
        text.Append("Integration Requirements:\n- New code fits the existing structure and naming.\n- Existing tests and linters pass.\n- What exists is extended, not made a second time.\n");
        text.Append("Structure:\n");
        string[] listed = [.. files.Where(file => file.Count(c => c == '/') < DeepestListed)];
        text.AppendJoin('\n', listed.Take(MostListed).Select(file => $"  {file}")).Append(listed.Length > MostListed ? $"\n  and {listed.Length - MostListed} more\n" : "\n");
        foreach (var name in configurations)
        {
            text.Append($"{name}:\n{Excerpt(Path.Combine(target, name))}\n");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>Files from the target directory, in order; folders that hold what was made or fetched are passed over.</summary>
    private static IEnumerable<string> Files(string target)
    {
        var open = new Stack<string>([""]);
        while (open.TryPop(out var folder))
        {
            FileSystemInfo[] entries;
            try
            {
                entries = [.. new DirectoryInfo(Path.Combine(target, folder)).EnumerateFileSystemInfos().Where(entry => entry.LinkTarget is null).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
            }
            catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            foreach (var file in entries.OfType<FileInfo>())
            {
                yield return folder + file.Name;
            }

            foreach (var below in entries.OfType<DirectoryInfo>().Where(below => !Passed.Contains(below.Name)).Reverse())
            {
                open.Push($"{folder}{below.Name}/");
            }
        }
    }

    private static string? LanguageOf(string file) => Languages.FirstOrDefault(language => file.EndsWith(language.Ending, StringComparison.Ordinal)).Language;

    private static string Folders(string[] files, string[] known, string none)
    {
        var there = known.Where(name => files.Any(file => file.StartsWith($"{name}/", StringComparison.Ordinal))).Select(name => $"{name}/").ToArray();
        return there.Length == 0 ? none : string.Join(", ", there);
    }

    /// <summary>How most files are named whose names show it.</summary>
    private static string? NamingOf(string[] sources) => sources.Select(file => Path.GetFileNameWithoutExtension(file))
        .Select(name => Namings.FirstOrDefault(naming => naming.Shape.IsMatch(name)).Name).OfType<string>()
        .GroupBy(name => name).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;

    private static string Excerpt(string path)
    {
        try
        {
            using var reader = new StreamReader(path, Encoding.UTF8);
            var letters = new char[LongestExcerpt];
            var count = reader.ReadBlock(letters, 0, letters.Length);
            var more = reader.Peek() >= 0;
            return string.Join('\n', new string(letters, 0, count).TrimEnd().Split('\n').Select(line => $"  {line.TrimEnd('\r')}")) + (more ? "\n  …" : "");
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return $"  (cannot be read: {closed.Message})";
        }
    }

    [GeneratedRegex("^[a-z0-9]+(_[a-z0-9]+)+$")]
    private static partial Regex Snake();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)+$")]
    private static partial Regex Kebab();

    [GeneratedRegex("^([A-Z][a-z0-9]+){2,}$")]
    private static partial Regex Pascal();

    [GeneratedRegex("^[a-z0-9]+([A-Z][a-z0-9]+)+$")]
    private static partial Regex Camel();
}
