namespace Orleans.Runtime
{
    /// <summary>Anything that has a grain's address: a grain, or a reference to one.</summary>
    public interface IAddressable;
}

namespace Orleans
{
    /// <summary>A grain interface.</summary>
    public interface IGrain : IAddressable;

    /// <summary>A grain interface whose grains are named by a string.</summary>
    public interface IGrainWithStringKey : IGrain;
}
