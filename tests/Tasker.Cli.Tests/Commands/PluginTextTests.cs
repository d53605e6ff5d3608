using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tasker.Cli.Commands;
using Tasker.Cli.Tests.Surroundings;
using Tasker.Executors.Agents;
using Tasker.Planning.Agents;
using Tasker.Planning.Plugins;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Commands;

/// <summary>The plugin and what agents are told speak of commands, agents and files that there are.</summary>
public sealed partial class PluginTextTests : IDisposable
{
    private static readonly string[] OfTheProtocol =
        ["logic-architect", "orchestrator", "physical-architect", "plan-auditor", "spec-reviewer", "task-author", "task-executor",
            "task-plan-verifier"];

    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("plugin/")]
    [InlineData("src/Tasker.Planning/Prompts/")]
    public void Every_command_that_a_text_names_is_one(string folder)
    {
        var root = CommandTree.Build(_place.SessionOf(TextWriter.Null, TextWriter.Null), null);
        var lines = Files(folder).SelectMany(path => Commands(path).Select(words => (path, words))).ToArray();
        Assert.True(lines.Length > 50, $"Only {lines.Length} commands were found below {folder}.");

        // A group of commands may be spoken of, too: "change it with 'tasker state'".
        var wrong = lines.Select(line => (line, parsed: root.Parse(line.words)))
            .Where(x => x.parsed.Errors.Count > 0
                && !(x.parsed.CommandResult.Command.Subcommands.Count > 0 && x.parsed.UnmatchedTokens.Count == 0))
            .Select(
                x => $"{x.line.path}: tasker {string.Join(' ', x.line.words)}: "
                    + $"{string.Join("; ", x.parsed.Errors.Select(error => error.Message))}").ToArray();
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void What_ships_is_what_the_folder_of_the_repository_holds()
    {
        Assert.Equal(Files("plugin/").Select(path => path["plugin/".Length..]), Plugin.Files.Select(file => file.Path));
        Assert.All(Plugin.Files,
            file => Assert.Equal(File.ReadAllBytes(Path.Combine(RepositoryFiles.Root, "plugin", file.Path)), file.Content.ToArray()));
    }

    [Fact]
    public void JSON_files_can_be_read_and_name_the_version_of_the_product()
    {
        var files = Plugin.Files.Where(file => file.Path.EndsWith(".json", StringComparison.Ordinal))
            .ToDictionary(file => file.Path, file => JsonDocument.Parse(file.Content).RootElement);

        Assert.Equal([".claude-plugin/marketplace.json", ".claude-plugin/plugin.json", "hooks/hooks.json"], files.Keys);
        Assert.Equal(ProductVersion.Text, files[".claude-plugin/plugin.json"].GetProperty("version").GetString());
        Assert.Equal("tasker", files[".claude-plugin/marketplace.json"].GetProperty("plugins")[0].GetProperty("name").GetString());
        Assert.Equal(
            "Task|Agent", files["hooks/hooks.json"].GetProperty("hooks").GetProperty("PostToolUse")[0].GetProperty("matcher").GetString());
    }

    [Fact]
    public async Task Each_agent_is_found_by_its_name_says_what_it_is_for_and_has_a_prompt()
    {
        await new PluginInstallation(_place.Folder).InstallAsync(force: false, default);
        var folder = new AgentFolder(_place.Folder);

        Assert.Equal(OfTheProtocol, folder.AgentNames);
        Assert.Equal(["orchestrator", "tasker"], folder.SkillNames);
        Assert.All(OfTheProtocol, name =>
        {
            var agent = folder.FindAgent(name).Value!;
            Assert.NotEmpty(agent.Body);
            Assert.True(name == "orchestrator" || AgentPrompts.Names.Contains(name));
        });
    }

    [Fact]
    public void Every_text_has_a_front_matter_with_what_coding_agents_read()
    {
        var texts = Plugin.Files.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(texts);
        Assert.All(texts, file =>
        {
            var front = FrontMatter().Match(RepositoryFiles.Read($"plugin/{file.Path}"));
            Assert.True(front.Success, file.Path);
            var fields = front.Groups["fields"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2))
                .ToDictionary(pair => pair[0], pair => pair[1]);
            Assert.True(fields["description"].Length > 20, file.Path);
            if (!file.Path.StartsWith("commands/", StringComparison.Ordinal))
            {
                var name = Path.GetFileNameWithoutExtension(file.Path);
                Assert.Equal(name is "SKILL" ? file.Path.Split('/')[1] : name, fields["name"]);
            }
        });
    }

    private static IEnumerable<string> Files(string folder) =>
        RepositoryFiles.All.Where(path => path.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>
    /// What stands behind <c>tasker</c>, in blocks of shell lines, in code between backticks, and in commands of JSON and scripts.
    /// </summary>
    private static IEnumerable<string[]> Commands(string path)
    {
        var text = RepositoryFiles.Read(path).Replace("\"${TASKER_BINARY:-tasker}\"", "tasker", StringComparison.Ordinal);
        foreach (Match found in Command().Matches(text))
        {
            var words = found.Groups["words"].Value.Split(" > ")[0];
            yield return [.. Word().Matches(words).Select(word => word.Value.Trim('"'))];
        }
    }

    [GeneratedRegex(@"(?:^[ ]*|`|""|&& |exec |\$\()tasker (?<words>[^`\n&]*?)(?=`|\n|$|"",| &&|\)$)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("""(?:<[^>]*>|"[^"]*"|[^\s"<]+)+""")]
    private static partial Regex Word();

    [GeneratedRegex(@"\A---\n(?<fields>(?:[a-z-]+: .+\n)+)---\n\n")]
    private static partial Regex FrontMatter();
}
