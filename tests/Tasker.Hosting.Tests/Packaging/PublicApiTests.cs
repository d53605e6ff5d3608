using System.Reflection;
using Tasker.Testing;

namespace Tasker.Hosting.Tests.Packaging;

/// <summary>What programs may use is a promise: every public member of the package's own namespace, reviewed as a diff.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Public_members_are_as_the_contract_says()
    {
        var types = typeof(TaskExecutor).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(types);

        Contract.Match("public-api.txt", string.Join('\n', types.SelectMany(Lines)) + "\n");
    }

    private static IEnumerable<string> Lines(Type type)
    {
        var kind = type.IsEnum ? "enum" : type is { IsAbstract: true, IsSealed: true } ? "static class" : "class";
        yield return $"{kind} {type.FullName}";
        var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member is not MethodBase { IsSpecialName: true } or ConstructorInfo
                && !member.Name.Contains('<', StringComparison.Ordinal))
            .Where(member => type.IsEnum
                ? member is FieldInfo { IsStatic: true }
                : member.Name is not ("Equals" or "GetHashCode" or "ToString"))
            .Select(Line);
        foreach (var line in members.Order(StringComparer.Ordinal))
        {
            yield return $"  {line}";
        }
    }

    private static string Line(MemberInfo member) => member switch
    {
        ConstructorInfo made => $"new({Parameters(made)})",
        MethodInfo method => $"{Name(method.ReturnType)} {method.Name}({Parameters(method)})",
        PropertyInfo property => $"{Name(property.PropertyType)} {property.Name} {{ "
            + $"{(property.CanRead ? "get; " : "")}{(property.SetMethod is { IsPublic: true } ? "set; " : "")}}}",
        EventInfo raised => $"event {Name(raised.EventHandlerType!)} {raised.Name}",
        _ => member.Name,
    };

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = …" : "")}"));

    private static string Name(Type type) =>
        type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
}
