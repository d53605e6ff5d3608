using Tasker.Engine.Settings;
using Tasker.Executors.Agents;
using Tasker.Testing.Executors;

namespace Tasker.Executors.Tests.Agents;

public sealed class AgentFolderTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    private AgentFolder Folder => new(_place.Root);

    [Fact]
    public void The_name_in_the_front_matter_wins_over_the_name_of_the_file()
    {
        _place.Write(
            ".claude/agents/AGENT.md", "\ufeff---\r\nname: worker\r\ndescription: \"a: b\"\r\nmodel: inherit\r\n---\r\n# Worker\r\n");
        _place.Write(".claude/agents/worker.md", "A file of that name.");
        _place.Write(".claude/agents/team/plain.md", "No front matter.");

        Assert.Equal(new AgentFile("worker", ".claude/agents/AGENT.md", null, "# Worker\n"), Folder.FindAgent("worker").Value);
        Assert.Equal(".claude/agents/AGENT.md", Folder.FindAgent("AGENT").Value!.Path);
        Assert.Equal("No front matter.", Folder.FindAgent("plain").Value!.Body);
        Assert.Equal(["plain", "worker"], Folder.AgentNames);
    }

    [Fact]
    public void A_missing_name_is_told_with_all_known_ones()
    {
        _place.Write(".claude/skills/writing/SKILL.md", "x");
        _place.Write(".claude/skills/not-a-skill/readme.md", "x");

        var finding = Assert.Single(Folder.FindSkill("writin").Diagnostics);
        Assert.Equal(
            ".claude/skills: error TSK4002: There is no skill 'writin'. .claude/skills holds: writing. Did you mean 'writing'?",
            finding.ToString());
        Assert.Equal(
            ".claude/agents: error TSK4001: There is no agent 'x'. .claude/agents holds none. Use one of them, or add .claude/agents/x.md.",
            Folder.FindAgent("x").Diagnostics[0].ToString());
    }

    [Fact]
    public void Files_that_lead_outside_or_are_too_large_are_refused()
    {
        File.WriteAllText(Path.Combine(_place.Outside, "SKILL.md"), "secret");
        Directory.CreateDirectory(_place.At(".claude", "skills"));
        Directory.CreateSymbolicLink(_place.At(".claude", "skills", "away"), _place.Outside);
        _place.Write(".claude/agents/large.md", new string('x', 300_000));

        Assert.Equal("TSK4003", Assert.Single(Folder.FindSkill("away").Diagnostics).Code);
        Assert.Equal("It is larger than 256 KiB.", Assert.Single(Folder.FindAgent("large").Diagnostics).Why);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_name_is_never_a_path(string name)
    {
        _place.Write(".claude/skills/writing/SKILL.md", "x");

        Assert.Null(Folder.FindSkill(name).Value);
        Assert.Null(Folder.FindAgent(name).Value);
    }

    [Fact]
    public void The_catalog_names_agents_that_can_be_asked()
    {
        _place.Write(".claude/agents/careful.md", "Be careful.");
        _place.Write(".claude/skills/writing/SKILL.md", "x");
        var one = new ProjectSettings().Agents.Add("stub", new AgentSettings { Name = "stub", Command = "cat" });
        var two = one.Add("other", new AgentSettings { Name = "other", Command = "cat" });

        var withOne = AgentCatalog.Read(_place.Root, new ProjectSettings { Agents = one });
        var withTwo = AgentCatalog.Read(_place.Root, new ProjectSettings { Agents = two });
        var chosen = AgentCatalog.Read(_place.Root, new ProjectSettings { Agents = two, DefaultAgent = "other" });

        Assert.Equal("stub: careful, stub", Text(withOne));
        Assert.Equal("none: other, stub", Text(withTwo));
        Assert.Equal("other: careful, other, stub", Text(chosen));
        Assert.Equal(["writing"], chosen.Skills);

        static string Text(AgentCatalog catalog) => $"{catalog.DefaultAgent ?? "none"}: {string.Join(", ", catalog.Agents)}";
    }
}
