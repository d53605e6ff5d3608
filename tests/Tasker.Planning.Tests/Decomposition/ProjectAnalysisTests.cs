using Tasker.Planning.Decomposition;
using Tasker.Planning.Files;

namespace Tasker.Planning.Tests.Decomposition;

public sealed class ProjectAnalysisTests : IDisposable
{
    private readonly string _target = Directory.CreateTempSubdirectory("tasker-analysis-").FullName;

    public void Dispose() => Directory.Delete(_target, recursive: true);

    [Fact]
    public void A_directory_without_source_code_is_a_new_project()
    {
        Write("README.md", "# hello");
        Write("node_modules/x/index.js", "1");
        Write(".tasker/agent.py", "1");

        var analysis = ProjectAnalysis.Of(_target);

        Assert.False(analysis.IsExisting);
        Assert.Contains("New project - no existing patterns to follow", analysis.Context, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_there_is_told_the_same_each_time()
    {
        Write("src/user_service.py", "x");
        Write("src/mail_sender.py", "x");
        Write("web/main.ts", "x");
        Write("tests/test_user.py", "x");
        Write("pyproject.toml", "[project]\nname = \"shop\"\n");

        var analysis = ProjectAnalysis.Of(_target);

        Assert.Equal(analysis, ProjectAnalysis.Of(_target));
        Assert.True(analysis.IsExisting);
        foreach (var line in new[]
        {
            "Stack: Python (3 files), TypeScript (1 files); pyproject.toml", "Source Layout: src/", "Test Layout: tests/",
            "- Naming of files: snake_case", "  src/mail_sender.py", "  name = \"shop\"",
        })
        {
            Assert.Contains(line, analysis.Context, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Links_are_not_followed_and_large_files_are_cut()
    {
        var outside = Directory.CreateTempSubdirectory("tasker-outside-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(outside, "secret.py"), "x");
            Write("a.py", "x");
            Write("package.json", new string('x', 1 << 20));
            Directory.CreateSymbolicLink(Path.Combine(_target, "linked"), outside);
            Directory.CreateSymbolicLink(Path.Combine(_target, "round"), _target);

            var analysis = ProjectAnalysis.Of(_target);

            Assert.DoesNotContain("secret", analysis.Context, StringComparison.Ordinal);
            Assert.InRange(analysis.Context.Length, 1, 4000);
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public async Task A_specification_brings_what_was_made_with_it_word_for_word()
    {
        Write("docs/specs/b.md", "second");
        Write("docs/specs/a.md", "first\r\nwithout a last line end");
        Write("docs/specs/a.capabilities.json", "{ }");
        Write("docs/fsm/a/index.json", "{}");
        Write(".claude/spec-review.json", "{\"r\":1}");
        var plan = PlanningFolder.OfTarget(_target);

        var spec = SpecSource.Find(_target)!;

        Assert.Equal(Path.Combine(_target, "docs/specs/a.md"), spec.Path);
        Assert.True(await spec.CopyAsync(plan, default));
        Assert.Equal("first\r\nwithout a last line end", await File.ReadAllTextAsync(plan.Spec));
        Assert.Equal("{ }", await File.ReadAllTextAsync(plan.CapabilityMap));
        Assert.Equal("{\"r\":1}", await File.ReadAllTextAsync(plan.SpecReview));
        Assert.True(File.Exists(Path.Combine(plan.Fsm, "index.json")));
        Write("docs/specs/a.md", "changed");
        await SpecSource.Find(_target)!.CopyAsync(plan, default);
        Assert.StartsWith("first", await File.ReadAllTextAsync(plan.Spec), StringComparison.Ordinal);
        Assert.False(await SpecSource.Of(_target, Path.Combine(_target, "docs/specs/b.md"))
            .CopyAsync(PlanningFolder.OfTarget(Path.Combine(_target, "other")), default));
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_target, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
