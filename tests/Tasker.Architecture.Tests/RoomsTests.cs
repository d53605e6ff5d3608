using System.Xml.Linq;
using Tasker.Core.Runs;
using Tasker.Testing;

namespace Tasker.Architecture.Tests;

/// <summary>The rooms table of ARCHITECTURE.md and the projects say the same.</summary>
public sealed class RoomsTests
{
    private static readonly string[] Projects = [.. RepositoryFiles.All.Where(path => path.StartsWith("src/") && path.EndsWith(".csproj"))];

    [Fact]
    public void Rooms_use_what_their_row_allows_and_nothing_else()
    {
        var allowed = MarkdownTable.Below("ARCHITECTURE.md", "Rooms")
            .ToDictionary(
                row => row[0], row => row[2] == "nothing" ? [] : row[2].Split(',').Select(room => room.Trim(' ', '`')).Order().ToArray());
        var used = Projects.ToDictionary(NameOf, path => References(path, "ProjectReference").Select(NameOf).Order().ToArray());

        Assert.Contains("Tasker.Core", used.Keys);
        Assert.Contains(used, room => room.Value.Length > 0);
        Assert.Equal(used.Keys.Order(), allowed.Keys.Order());
        foreach (var (room, references) in used)
        {
            Assert.True(
                references.SequenceEqual(allowed[room]),
                $"{room} refers to [{string.Join(", ", references)}]; its row in ARCHITECTURE.md allows "
                    + $"[{string.Join(", ", allowed[room])}].");
        }
    }

    [Fact]
    public void Core_uses_no_package()
    {
        var core = Projects.Single(path => NameOf(path) == "Tasker.Core");
        var referenced = typeof(RunState).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!).ToArray();

        Assert.Empty(References(core, "PackageReference"));
        Assert.NotEmpty(referenced);
        Assert.All(referenced, name => Assert.StartsWith("System.", name));
    }

    [Fact]
    public void Each_package_has_one_exact_version_and_a_reason()
    {
        var text = RepositoryFiles.Lines("Directory.Packages.props");
        var pins = text.Select((line, at) => (line, at)).Where(x => x.line.Contains("<PackageVersion ")).ToArray();

        Assert.NotEmpty(pins);
        foreach (var (line, at) in pins)
        {
            var version = XElement.Parse(line).Attribute("Version")!.Value;
            Assert.True(
                char.IsDigit(version[0]) && !version.Contains('*'), $"Directory.Packages.props:{at + 1}: '{version}' is not one version.");

            // A reason stands above a pin, or above the row of pins that it is part of.
            var above = at - 1;
            while (text[above].Contains("<PackageVersion "))
            {
                above--;
            }

            Assert.True(
                text[above].Contains("-->") || IsTestRunner(line),
                $"Directory.Packages.props:{at + 1}: the package has no comment with its reason.");
        }
    }

    private static bool IsTestRunner(string line) => line.Contains("Microsoft.NET.Test.Sdk") || line.Contains("\"xunit");

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Parse(RepositoryFiles.Read(project)).Descendants(kind).Select(element => element.Attribute("Include")!.Value);
}
