using System.Reflection;
using System.Text.RegularExpressions;
using Tasker.Testing;

namespace Tasker.Architecture.Tests;

/// <summary>Names say a subject, and never the name of something that every file sees already.</summary>
public sealed partial class NamesTests
{
    private static readonly string[] ImplicitNamespaces =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    [Fact]
    public void No_type_or_folder_is_named_after_a_kind_of_thing()
    {
        var types = SourceFiles.All.SelectMany(path => SourceFiles.OuterTypes(path).Select(name => (path, name))).ToArray();
        var folders = SourceFiles.Shipped.SelectMany(path => Path.GetDirectoryName(path)!.Split('/', '.')).Distinct().ToArray();
        Assert.NotEmpty(types);
        Assert.NotEmpty(folders);

        Findings.None(types.Where(x => KindOfThing().IsMatch(x.name)).Select(x => $"{x.path}: {x.name}"));
        Assert.DoesNotContain(folders, name => KindOfFolder().IsMatch(name));
    }

    [Fact]
    public void No_type_has_the_name_of_one_that_every_file_sees()
    {
        var known = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => name is "System.Private.CoreLib" or "System.Collections" or "System.Linq" or "System.Net.Http"
                or "System.Console" or "System.Threading")
            .SelectMany(name => Assembly.Load(name!).GetExportedTypes())
            .Where(type => type.Namespace is { } name && ImplicitNamespaces.Contains(name))
            .Select(type => type.Name.Split('`')[0])
            .ToHashSet();
        Assert.Contains("Task", known);
        Assert.Contains("Timer", known);
        Assert.Contains("HttpClient", known);

        var types = SourceFiles.All.SelectMany(path => SourceFiles.OuterTypes(path).Select(name => (path, name)));

        Findings.None(types.Where(x => known.Contains(x.name)).Select(x => $"{x.path}: {x.name}"));
    }

    [Fact]
    public void Tests_read_as_sentences()
    {
        var names = SourceFiles.Tests
            .SelectMany(path => TestMethod().Matches(RepositoryFiles.Read(path)).Select(match => (path, name: match.Groups["name"].Value)))
            .ToArray();
        Assert.NotEmpty(names);

        Findings.None(names.Where(x => !x.name.Contains('_')).Select(x => $"{x.path}: {x.name}"));
    }

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utilit(y|ies)|Common|Services?)$")]
    private static partial Regex KindOfThing();

    [GeneratedRegex("^(Common|Shared|Utils?|Helpers?|Abstractions|Models|Services|Contracts|Managers|Enums|Interfaces)$")]
    private static partial Regex KindOfFolder();

    [GeneratedRegex(
        @"\[(?:Fact|Theory|Property)\b[^\n]*\n(?:\s*\[[^\n]*\n)*\s*public\s+(?:static\s+)?(?:async\s+)?[\w<>?]+\s+(?<name>\w+)\(")]
    private static partial Regex TestMethod();
}
